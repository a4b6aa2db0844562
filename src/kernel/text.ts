/**
 * Orders two texts by their UTF-8 bytes, which is the order of their code points. Keys, ids and ties compare this way
 * everywhere, so that no locale and no database collation can change an answer.
 *
 * @returns a negative number, zero or a positive number, as `Array.prototype.sort` expects
 */
export const compareText = (left: string, right: string): number => {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return surrogateLast(a) - surrogateLast(b)
  }
  return left.length - right.length
}

// A surrogate stands for a code point above U+FFFF, so it must come behind U+E000 to U+FFFF, which UTF-16 puts after it.
const surrogateLast = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** Text that every store can keep and every hash agrees on: well-formed Unicode without NUL. */
export const isStorable = (text: string): boolean => text.indexOf("\u0000") < 0 && text.isWellFormed()
