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

/** A run that grows longer is cut in two: what is moved to make room stays small, however many items there are. */
const longest = 512

/**
 * Items kept in order, no two of them equal in it, in runs one after the other of which none is empty. What is asked of items
 * with `reached` must be false first and true from some point on.
 */
export class Sorted<A> {
  readonly #compare: (left: A, right: A) => number
  readonly #runs: Array<Array<A>> = []

  constructor(compare: (left: A, right: A) => number) {
    this.#compare = compare
  }

  get first(): A | undefined {
    return this.#runs[0]?.[0]
  }

  add(item: A): void {
    const { run, place } = this.#seek((other) => this.#compare(other, item) >= 0)
    // Behind all others it joins the last run.
    const at = Math.min(run, this.#runs.length - 1)
    const items = this.#runs[at]
    if (items === undefined) {
      this.#runs.push([item])
      return
    }
    items.splice(at === run ? place : items.length, 0, item)
    if (items.length > longest) this.#runs.splice(at + 1, 0, items.splice(longest / 2))
  }

  /** Takes the item that equals this one in the order; without one, nothing. */
  remove(item: A): void {
    const { run, place } = this.#seek((other) => this.#compare(other, item) >= 0)
    const items = this.#runs[run]
    const found = items?.[place]
    if (items === undefined || found === undefined || this.#compare(found, item) !== 0) return
    items.splice(place, 1)
    if (items.length === 0) this.#runs.splice(run, 1)
  }

  /** Those for which `reached` answers false, in order: what comes before. */
  until(reached: (item: A) => boolean): Array<A> {
    const before: Array<A> = []
    for (const run of this.#runs) {
      for (const item of run) {
        if (reached(item)) return before
        before.push(item)
      }
    }
    return before
  }

  /** Those for which `reached` answers true, in order; all if it is not asked. They must not change while they are gone along. */
  *from(reached?: (item: A) => boolean): Iterable<A> {
    const { run, place } = reached === undefined ? { run: 0, place: 0 } : this.#seek(reached)
    for (let at = run, next = place; at < this.#runs.length; at++, next = 0) {
      const items = this.#runs[at]!
      for (; next < items.length; next++) yield items[next]!
    }
  }

  /** Those for which `reached` answers false, the last of them first. They must not change while they are gone along. */
  *backFrom(reached: (item: A) => boolean): Iterable<A> {
    const { run, place } = this.#seek(reached)
    for (let next = place - 1, items = this.#runs[run]; items !== undefined && next >= 0; next--) yield items[next]!
    for (let at = run - 1; at >= 0; at--) {
      const items = this.#runs[at]!
      for (let next = items.length - 1; next >= 0; next--) yield items[next]!
    }
  }

  /** Where the first item stands for which `reached` answers true: behind all runs if there is none. */
  #seek(reached: (item: A) => boolean): { readonly run: number; readonly place: number } {
    const run = firstIndex(this.#runs, (items) => reached(items.at(-1)!))
    const items = this.#runs[run]
    return { run, place: items === undefined ? 0 : firstIndex(items, reached) }
  }
}
