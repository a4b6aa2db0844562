import type { Page } from "../storage/model.ts"
import type { Ask, Loading } from "./question.ts"

/** Where a page begins: after the last one, or in front. */
export type From = Readonly<{ after?: string }>

/**
 * What stands on a page and on all that follow it, each asked for by itself and as it stands then. Nothing is asked where nothing
 * follows.
 */
export function* rest<A>(first: Page<A>, ask: (from: From) => Ask<Page<A>>): Loading<ReadonlyArray<A>> {
  if (first.next === undefined) return first.items
  const found = [...first.items]
  for (let after: string | undefined = first.next; after !== undefined; ) {
    const page: Page<A> = yield* ask({ after })
    found.push(...page.items)
    after = page.next
  }
  return found
}

/** All that stands in a range, however many pages it is. */
export function* every<A>(ask: (from: From) => Ask<Page<A>>): Loading<ReadonlyArray<A>> {
  return yield* rest(yield* ask({}), ask)
}
