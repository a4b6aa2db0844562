/** Room to work in, so that a split allocates nothing but its answer. */
export interface Workspace {
  readonly parts: Float64Array
  readonly remainders: Float64Array
  readonly copy: Float64Array
  readonly bits: BigInt64Array
  /** The same bytes as `bits`: of entry `i`, `high[2 * i + 1]` and `low[2 * i]` on the little-endian machines JavaScript runs on. */
  readonly high: Int32Array
  readonly low: Uint32Array
}

const make = (count: number): Workspace => {
  const bits = new BigInt64Array(count)
  return {
    parts: new Float64Array(count),
    remainders: new Float64Array(count),
    copy: new Float64Array(count),
    bits,
    high: new Int32Array(bits.buffer),
    low: new Uint32Array(bits.buffer)
  }
}

const kept = 1024
let shared: Workspace | undefined

/** A workspace for so many shares: one and the same up to 1024, for a split is never interrupted. */
export const workspace = (count: number): Workspace => {
  if (count > kept) return make(count)
  shared ??= make(kept)
  return shared
}

/**
 * Gives one more in `parts` to each of the `left` largest of `remainders`, which are not negative. Which of several equal
 * ones get it is for `order` to say: it sorts their indices.
 */
export const giveToLargest = (
  space: Workspace,
  count: number,
  left: number,
  order: (a: number, b: number) => number
): void => {
  if (left === 0) return
  if (count <= 16) giveOneByOne(space, count, left, order)
  else giveAbove(space, count, left, threshold(space, count, left), order)
}

const giveOneByOne = (
  { parts, remainders }: Workspace,
  count: number,
  left: number,
  order: (a: number, b: number) => number
): void => {
  for (let given = 0; given < left; given++) {
    let most = 0
    let largest = remainders[0]!
    for (let index = 1; index < count; index++) {
      const remainder = remainders[index]!
      if (remainder > largest || (remainder === largest && order(index, most) < 0)) {
        most = index
        largest = remainder
      }
    }
    remainders[most] = -1
    parts[most]! += 1
  }
}

const giveAbove = (
  { parts, remainders }: Workspace,
  count: number,
  left: number,
  least: number,
  order: (a: number, b: number) => number
): void => {
  const tied: Array<number> = []
  let open = left
  for (let index = 0; index < count; index++) {
    const remainder = remainders[index]!
    if (remainder > least) {
      parts[index]! += 1
      open--
    } else if (remainder === least) tied.push(index)
  }
  if (tied.length > open) tied.sort(order)
  for (let index = 0; index < open; index++) parts[tied[index]!]! += 1
}

/** The `rank`-th largest of the first `count` remainders. Source: C. A. R. Hoare, Algorithm 65: Find, 1961. */
const threshold = ({ remainders, copy }: Workspace, count: number, rank: number): number => {
  for (let index = 0; index < count; index++) copy[index] = remainders[index]!
  let from = 0
  let to = count - 1
  const place = rank - 1
  // Values made to defeat the choice of pivot run out of rounds, and are sorted instead.
  for (let round = 0; round < 64; round++) {
    if (from >= to) return copy[place]!
    const pivot = copy[(from + to) >> 1]!
    let i = from
    let j = to
    while (i <= j) {
      while (copy[i]! > pivot) i++
      while (copy[j]! < pivot) j--
      if (i <= j) {
        const moved = copy[i]!
        copy[i++] = copy[j]!
        copy[j--] = moved
      }
    }
    if (place <= j) to = j
    else if (place >= i) from = i
    else return pivot
  }
  return copy.subarray(0, count).sort()[count - rank]!
}
