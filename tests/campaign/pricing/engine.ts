import { registerHooks } from "node:module"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Engine } from "./compare.ts"
import { type Plant, plants } from "./plants.ts"

const root = new URL("../../../", import.meta.url)

/** The text of a plant's file with the fault in it. A plant that no longer fits its file is an error, never a sound engine. */
export const planted = ({ file, from, to }: Plant, name: string): string => {
  const text = readFileSync(new URL(file, root), "utf8")
  const parts = text.split(from)
  if (parts.length !== 2)
    throw new Error(`the plant ${name} no longer fits ${file}: its text stands there ${parts.length - 1} times`)
  return parts.join(to)
}

/**
 * The engine, with a fault in it if one is named. The faulty one is loaded beside the sound one: each of its modules has the
 * plant's name behind its address, so that the specification goes on with the sound rules of money that both stand on.
 */
export const engineOf = async (name: string): Promise<Engine> => {
  const address = new URL("src/quote/rules/quote.ts", root).href
  if (name === "") return ((await import(address)) as { readonly of: Engine }).of
  const plant = plants[name]
  if (plant === undefined) throw new Error(`no plant \`${name}\`: ${Object.keys(plants).join(", ")}`)
  const faulty = planted(plant, name)
  const mark = `?plant=${name}`
  const src = new URL("src/", root).href
  let applied = false
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const inside = context.parentURL?.endsWith(mark) === true && found.url.startsWith(src)
      return inside ? { ...found, url: `${found.url}${mark}` } : found
    },
    load: (url, context, next) => {
      if (!url.endsWith(mark)) return next(url, context)
      const loaded = next(url.slice(0, -mark.length), context)
      if (url !== `${new URL(plant.file, root).href}${mark}`) return loaded
      applied = true
      return { ...loaded, source: faulty }
    }
  })
  const { of } = (await import(`${address}${mark}`)) as { readonly of: Engine }
  if (!applied)
    throw new Error(`the plant ${name} is in no module of the engine: ${fileURLToPath(new URL(plant.file, root))}`)
  return of
}
