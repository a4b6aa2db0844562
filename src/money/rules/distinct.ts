interface Named {
  readonly id: string
}

/** The first id that occurs a second time in a list, or undefined if all are distinct. */
export const duplicate = (named: ReadonlyArray<Named>): string | undefined => {
  if (isAscending(named)) return undefined
  return named.length <= 12 ? firstRepeated(named) : firstSeen(named)
}

// Lists are mostly kept in order of id, and then one pass is proof enough.
const isAscending = (named: ReadonlyArray<Named>): boolean => {
  for (let index = 1; index < named.length; index++) {
    if (!(named[index - 1]!.id < named[index]!.id)) return false
  }
  return true
}

// For a handful, comparing each with each takes half as long as a Set.
const firstRepeated = (named: ReadonlyArray<Named>): string | undefined => {
  for (let later = 1; later < named.length; later++) {
    const { id } = named[later]!
    for (let index = 0; index < later; index++) if (named[index]!.id === id) return id
  }
  return undefined
}

const firstSeen = (named: ReadonlyArray<Named>): string | undefined => {
  const seen = new Set<string>()
  for (const { id } of named) {
    if (seen.has(id)) return id
    seen.add(id)
  }
  return undefined
}
