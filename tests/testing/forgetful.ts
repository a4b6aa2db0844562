import * as Effect from "effect/Effect"
import { memory } from "pannier/memory"
import type { Adapter } from "pannier/storage"
import { drawPlan, play } from "pannier/testing"

/** A storage that keeps an intent after it was answered: it looks right until the worker comes back. */
export const forgetful = (clock: () => number): Adapter => {
  const sound = memory({ clock })
  return {
    name: "forgetful",
    open: (collections) =>
      Effect.map(sound.open(collections), (storage) => ({
        ...storage,
        commit: (commit) => storage.commit({ ...commit, done: [] })
      }))
  }
}

/** What is wrong with a shop on it, by the first seed that shows it. */
export const found = async (storage = forgetful): Promise<ReadonlyArray<string>> => {
  for (let seed = 1; seed <= 8; seed++) {
    const { violations } = await play(drawPlan(seed, 5), { storage })
    if (violations.length > 0) return violations
  }
  return []
}
