/** Numbers from 0 to below 1, the same for the same seed and place: splitmix32 (G. Steele et al., 2014). */
export const chance = (seed: number, place: number): (() => number) => {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
  }
}

/** A number that looks drawn, of a text: FNV-1a, mixed once more. */
export const mixedFrom = (text: string): number => {
  let mixed = 2_166_136_261
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 16_777_619)
  mixed ^= mixed >>> 16
  mixed = Math.imul(mixed, 0x21f0aaad)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
