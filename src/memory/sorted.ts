/**
 * The index of the first item for which `reached` answers true, or the length if there is none. Along the items `reached`
 * must be false first and true from some point on.
 */
export const firstIndex = <A>(items: ReadonlyArray<A>, reached: (item: A) => boolean): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (reached(items[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** Items kept in order, no two of them equal in it. */
export class Sorted<A> {
  readonly #compare: (left: A, right: A) => number
  readonly #items: Array<A> = []

  constructor(compare: (left: A, right: A) => number) {
    this.#compare = compare
  }

  get items(): ReadonlyArray<A> {
    return this.#items
  }

  add(item: A): void {
    this.#items.splice(this.#indexOf(item), 0, item)
  }

  /** Takes the item that equals this one in the order; without one, nothing. */
  remove(item: A): void {
    const place = this.#indexOf(item)
    const found = this.#items[place]
    if (found !== undefined && this.#compare(found, item) === 0) this.#items.splice(place, 1)
  }

  #indexOf(item: A): number {
    return firstIndex(this.#items, (other) => this.#compare(other, item) >= 0)
  }
}
