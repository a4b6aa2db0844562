/** The values of a multiset in ascending order, each with its count. */
const ascending = <A extends bigint | number>(counts: ReadonlyMap<A, number>): ReadonlyArray<readonly [A, number]> =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/**
 * Quantiles of a multiset by nearest rank: the least value such that at least this many percent of all are not above it.
 * The 0th is the least value. Empty, if there are none.
 */
export const quantiles = <A extends bigint | number>(
  counts: ReadonlyMap<A, number>,
  percents: ReadonlyArray<number>
): ReadonlyArray<{ readonly percent: number; readonly value: A }> => {
  const values = ascending(counts)
  const size = values.reduce((sum, [, count]) => sum + count, 0)
  return percents.flatMap((percent) => {
    const rank = Math.max(1, Math.ceil((size * percent) / 100))
    let passed = 0
    for (const [value, count] of values) {
      passed += count
      if (passed >= rank) return [{ percent, value }]
    }
    return []
  })
}

/** How many of a multiset of numbers lie in each step of a width, from zero to an end that the last step includes. */
export const histogram = (
  counts: ReadonlyMap<number, number>,
  width: number,
  end: number
): ReadonlyArray<{ readonly from: number; readonly until: number; readonly count: number }> => {
  const steps = Array.from({ length: Math.ceil(end / width) }, (_, step) => ({
    from: step * width,
    until: (step + 1) * width,
    count: 0
  }))
  for (const [value, count] of counts) {
    const step = steps[Math.min(Math.max(Math.floor(value / width), 0), steps.length - 1)]
    if (step !== undefined) step.count += count
  }
  return steps
}
