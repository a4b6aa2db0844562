import type { Line } from "../input.ts"
import type { RecordedCart, SampleCatalog, SampleGood } from "./cart.ts"
import { chance } from "./chance.ts"

/** Most lines of a drawn cart. */
const mostLines = 12

/** Most units of a drawn line. */
const mostOfOne = 6

/**
 * Carts drawn from a catalog: goods as often as they are wanted, three lines a cart and half again as many units in the
 * mean, contexts, charges and codes as they are listed. The nth cart depends on the seed and on n alone, so any stretch of
 * them can be drawn anywhere.
 */
export const sampler = (catalog: SampleCatalog, seed: number): ((place: number) => RecordedCart) => {
  const { currency, at, prices, contexts, charges, codes, accounts, policy } = catalog
  const goods = catalog.goods.filter(({ demand }) => demand > 0)
  const ends: Array<number> = []
  for (const { demand } of goods) ends.push((ends.at(-1) ?? 0) + demand)
  const whole = ends.at(-1) ?? 0
  return (place) => {
    const draw = chance(seed, place)
    const wanted = Math.min(more(draw, 2 / 3, mostLines), goods.length)
    const chosen = new Map<SampleGood, number>()
    // A good that is drawn again is one more of it; the bound keeps a catalog of one favourite from turning for ever.
    for (let turn = 0; chosen.size < wanted && turn < 4 * mostLines; turn++) {
      const good = goods[firstAbove(ends, draw() * whole)]
      if (good !== undefined) chosen.set(good, (chosen.get(good) ?? 0) + more(draw, 1 / 3, mostOfOne))
    }
    const lines = [...chosen].map(
      ([{ demand: _demand, ...good }, quantity], index): Line => ({
        ...good,
        id: `l${index + 1}`,
        quantity
      })
    )
    const [context, delivery, entered] = [contexts, charges, codes].map((list) => Math.floor(draw() * list.length)) as [
      number,
      number,
      number
    ]
    return {
      id: `sample-${place}`,
      input: {
        currency,
        at,
        lines,
        prices,
        ...(contexts[context] === undefined ? {} : { context: contexts[context] }),
        ...(charges[delivery] === undefined ? {} : { charges: charges[delivery] }),
        ...(codes[entered] === undefined ? {} : { codes: codes[entered] }),
        ...(accounts === undefined ? {} : { accounts }),
        ...(policy === undefined ? {} : { policy })
      }
    }
  }
}

/** So many drawn carts, from one place on. */
export const sampleCarts = (
  catalog: SampleCatalog,
  { seed, first = 0, count }: { readonly seed: number; readonly first?: number; readonly count: number }
): ReadonlyArray<RecordedCart> => {
  const draw = sampler(catalog, seed)
  return Array.from({ length: count }, (_, index) => draw(first + index))
}

// At least one, and each further one with the same chance.
const more = (draw: () => number, again: number, most: number): number => {
  let count = 1
  while (count < most && draw() < again) count++
  return count
}

const firstAbove = (ends: ReadonlyArray<number>, value: number): number => {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
