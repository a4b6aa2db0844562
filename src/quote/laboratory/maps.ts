/** Two maps in one; what both have is put together. */
export const mergeMaps = <K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  both: (one: V, other: V) => V
): ReadonlyMap<K, V> => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  if (few.size === 0) return many
  const merged = new Map(many)
  for (const [key, value] of few) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : both(known, value))
  }
  return merged
}

/** Two multisets in one. */
export const mergeCounts = <K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): ReadonlyMap<K, number> =>
  mergeMaps(a, b, (one, other) => one + other)
