/** How many shares {@link parts} and {@link remainders} have room for. */
export const capacity = 1024

/** Room to work in, one for all splits, since none is ever interrupted: the parts so far. */
export const parts = /* @__PURE__ */ new Float64Array(capacity)

/** And what each share is still owed, not negative. */
export const remainders = /* @__PURE__ */ new Float64Array(capacity)

/** Sorts the indices of shares that are owed the same. */
type Order = (a: number, b: number) => number

/**
 * Gives one more in {@link parts} to each of the `left` largest of the first `count` {@link remainders}, all of which are below
 * `whole`. Which of several equal ones get it is for `order` to say.
 */
export const giveToLargest = (count: number, left: number, whole: number, order: Order): void => {
  if (count <= 12) giveOneByOne(count, left, order)
  else if (left > 0) giveByBuckets(count, left, whole, order)
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

const few = 64
const sizes = /* @__PURE__ */ new Int32Array(capacity + 1)
const bucketOf = /* @__PURE__ */ new Int32Array(capacity)

/**
 * Remainders are put into buckets by their size. All in the upper buckets get one more, and only those of the one bucket in
 * which the last of them lies are compared with each other. It has no branch that depends on a remainder, and so none that a
 * processor guesses wrong.
 */
const giveByBuckets = (count: number, left: number, whole: number, order: Order): void => {
  const buckets = count <= 2 * few ? few : capacity
  const scale = buckets / whole
  for (let bucket = 0; bucket <= buckets; bucket++) sizes[bucket] = 0
  for (let index = 0; index < count; index++) {
    // Of two remainders the larger is never in the lower bucket, for a product in doubles never falls as a factor grows.
    const bucket = Math.floor(remainders[index]! * scale)
    bucketOf[index] = bucket
    sizes[bucket]! += 1
  }
  let last = buckets
  let above = 0
  while (above + sizes[last]! < left) above += sizes[last--]!
  // The sign of the difference is one for every bucket above the last.
  for (let index = 0; index < count; index++) parts[index]! += (last - bucketOf[index]!) >>> 31
  giveWithin(count, last, left - above, order)
}

const giveWithin = (count: number, bucket: number, left: number, order: Order): void => {
  const within: Array<number> = []
  for (let index = 0; index < count; index++) if (bucketOf[index] === bucket) within.push(index)
  if (within.length > left) within.sort((a, b) => remainders[b]! - remainders[a]! || order(a, b))
  for (let place = 0; place < left; place++) parts[within[place]!]! += 1
}
