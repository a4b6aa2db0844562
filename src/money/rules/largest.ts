/** How many shares {@link parts} and {@link remainders} have room for. */
export const capacity = 1024

/** Room to work in, one for all splits, since none is ever interrupted: the parts so far. */
export const parts = /* @__PURE__ */ new Float64Array(capacity)

/** And what each share is still owed, not negative. */
export const remainders = /* @__PURE__ */ new Float64Array(capacity)

const copy = /* @__PURE__ */ new Float64Array(capacity)

/** Sorts the indices of shares that are owed the same. */
type Order = (a: number, b: number) => number

/**
 * Gives one more in {@link parts} to each of the `left` largest of the first `count` {@link remainders}. Which of several
 * equal ones get it is for `order` to say.
 */
export const giveToLargest = (count: number, left: number, order: Order): void => {
  if (count <= 12) giveOneByOne(count, left, order)
  else if (left > 0) giveAbove(count, left, threshold(count, left), order)
}

const giveOneByOne = (count: number, left: number, order: Order): void => {
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

const giveAbove = (count: number, left: number, least: number, order: Order): void => {
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
const threshold = (count: number, rank: number): number => {
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
