import { registerHooks } from "node:module"
import type { Ground } from "../../../src/testing/index.ts"
import { planted } from "../pricing/engine.ts"
import type { Plant } from "../pricing/plants.ts"
import { harmless } from "./harmless.ts"
import { plants } from "./plants.ts"
import { releasePlants } from "./release-plants.ts"

/** What a thread simulates. */
export interface Sown {
  /** A fault in the shop, by its name; none: an empty text. */
  readonly plant: string
  /** Whether another release follows this one in the midst of each run. */
  readonly releases: boolean
}

const root = new URL("../../../", import.meta.url)

/** Puts a fault into the modules of this thread as they are loaded; the sources stay as they are. */
const sow = (name: string, plant: Plant): (() => void) => {
  const faulty = new Map([...planted(plant, name)].map(([file, text]) => [new URL(file, root).href, text]))
  const waiting = new Set(faulty.keys())
  registerHooks({
    load: (url, context, next) => {
      const module = next(url, context)
      const text = faulty.get(url)
      if (text === undefined) return module
      waiting.delete(url)
      return { ...module, source: text }
    }
  })
  return () => {
    if (waiting.size > 0) throw new Error(`the plant ${name} is in a file that the simulator does not load`)
  }
}

const plantOf = (name: string, releases: boolean): Plant => {
  if (!releases) return { ...plants, ...harmless }[name] ?? unknown(name)
  const { is, former } = releasePlants[name] ?? unknown(name)
  return { is, changes: former }
}

const unknown = (name: string): never => {
  throw new Error(`no plant \`${name}\``)
}

/** The simulator with a fault in its shop, and what it runs on. It must not have been loaded in this thread before. */
export const sown = async ({ plant, releases }: Sown) => {
  const end = plant === "" ? undefined : sow(plant, plantOf(plant, releases))
  const simulator = await import("../../../src/testing/simulator/index.ts")
  end?.()
  const ground: Ground = releases ? { rollout: await (await import("./release.ts")).rolloutOf(plant) } : {}
  return { simulator, ground }
}
