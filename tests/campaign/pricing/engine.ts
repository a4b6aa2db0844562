import { registerHooks } from "node:module"
import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import type * as Quote from "../../../src/quote/index.ts"
import type { Engine } from "./compare.ts"
import { type Plant, plants } from "./plants.ts"

const root = new URL("../../../", import.meta.url)

/** The texts of the files that a plant changes. A plant that no longer fits is an error, never a sound engine. */
export const planted = (plant: Plant, name: string): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>()
  for (const { file, from, to } of plant.changes) {
    const parts = (texts.get(file) ?? readFileSync(new URL(file, root), "utf8")).split(from)
    if (parts.length !== 2) {
      throw new Error(`the plant ${name} no longer fits ${file}: its text stands there ${parts.length - 1} times`)
    }
    texts.set(file, parts.join(to))
  }
  return texts
}

/**
 * The engine, with a fault in it if one is named. The faulty one is loaded beside the sound one: each of its modules has the
 * plant's name behind its address, so that the specification goes on with the sound rules of money that both stand on.
 */
export const engineOf = async (name: string): Promise<Engine> => {
  if (name === "") return loadedFrom("")
  const plant = plants[name]
  if (plant === undefined) throw new Error(`no plant \`${name}\`: ${Object.keys(plants).join(", ")}`)
  const faulty = new Map(
    [...planted(plant, name)].map(([file, text]) => [`${new URL(file, root).href}?plant=${name}`, text])
  )
  const mark = `?plant=${name}`
  const src = new URL("src/", root).href
  const loaded = new Set<string>()
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const inside = context.parentURL?.endsWith(mark) === true && found.url.startsWith(src)
      return inside ? { ...found, url: `${found.url}${mark}` } : found
    },
    load: (url, context, next) => {
      if (!url.endsWith(mark)) return next(url, context)
      const module = next(url.slice(0, -mark.length), context)
      const text = faulty.get(url)
      if (text === undefined) return module
      loaded.add(url)
      return { ...module, source: text }
    }
  })
  const engine = await loadedFrom(mark)
  if (loaded.size < faulty.size) throw new Error(`the plant ${name} is in a file that is no part of the engine`)
  return engine
}

/** Quotes with their taxes by rate: only what made a quote can tell them. */
const loadedFrom = async (mark: string): Promise<Engine> => {
  const loaded = (file: string): Promise<unknown> => import(new URL(`src/quote/rules/${file}.ts${mark}`, root).href)
  const { of } = (await loaded("quote")) as Pick<typeof Quote, "of">
  const { taxes } = (await loaded("by-rate")) as Pick<typeof Quote, "taxes">
  return (input) => Result.map(of(input), (quote) => Object.assign(quote, { taxes: taxes(quote)! }))
}
