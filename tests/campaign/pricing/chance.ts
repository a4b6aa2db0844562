/** A source of whole numbers from 0 to below `count`. */
export type Chance = (count: number) => number

/** The chance of one case of a campaign: the same for the same seed and number, whichever thread draws it (mulberry32). */
export const chanceOf = (seed: number, number: number): Chance => {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count)
  }
}
