/** Documents by the state that they are in, page by page. */
import type { Queue } from "../../look/index.ts"
import { say, type Language, type TextKey } from "../../text/index.ts"

/** One tab of the desk: the states of those that wait for the same thing. */
export interface Tab<State extends string> {
  readonly id: string
  readonly label: TextKey
  readonly states: ReadonlyArray<State>
}

interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  readonly next?: string
}

export interface Chosen<Item> extends Page<Item> {
  readonly id: string
  readonly queues: ReadonlyArray<Queue>
}

/** How many rows are enough for one page: with fewer, the next state of the tab is read too. */
const enough = 50

/**
 * The rows of the chosen tab, and how many wait in each. Each state is counted by its first page: where there are more, the
 * count says so.
 *
 * @param asked the tab; absent: the first in which something waits
 * @param after where to go on, as a former page gave it
 */
export const choose = async <State extends string, Item>(
  tabs: ReadonlyArray<Tab<State>>,
  asked: { readonly queue: string | undefined; readonly after: string | undefined },
  page: (state: State, after?: string) => Promise<Page<Item>>,
  language: Language,
  late: (item: Item) => boolean = () => false
): Promise<Chosen<Item>> => {
  const first = new Map<State, Page<Item>>()
  const states = tabs.flatMap((tab) => tab.states)
  await Promise.all(states.map(async (state) => first.set(state, await page(state))))
  const firstOf = (tab: Tab<State>) => tab.states.flatMap((state) => first.get(state) ?? [])
  const chosen =
    tabs.find(({ id }) => id === asked.queue) ??
    tabs.find((tab) => firstOf(tab).some(({ items }) => items.length > 0)) ??
    tabs[0]
  const queues = tabs.map((tab): Queue => {
    const items = firstOf(tab).flatMap((one) => one.items)
    const more = firstOf(tab).some(({ next }) => next !== undefined)
    return {
      id: tab.id,
      label: say(language, tab.label),
      count: items.length,
      overdue: items.filter(late).length,
      chosen: tab === chosen,
      ...(more ? { more } : {})
    }
  })
  if (chosen === undefined) return { id: "", queues, items: [] }
  const read = (state: State, after: string | undefined) =>
    after === undefined ? Promise.resolve(first.get(state) ?? { items: [] }) : page(state, after)
  return { id: chosen.id, queues, ...(await rowsFrom(chosen.states, asked.after, read)) }
}

/** Walks the states of a tab one after the other; where it stops is named `STATE~CURSOR`. */
const rowsFrom = async <State extends string, Item>(
  states: ReadonlyArray<State>,
  after: string | undefined,
  read: (state: State, after: string | undefined) => Promise<Page<Item>>
): Promise<Page<Item>> => {
  const [named, ...rest] = (after ?? "").split("~")
  const start = Math.max(
    0,
    states.findIndex((state) => state === named)
  )
  let cursor = after === undefined ? undefined : rest.join("~") || undefined
  const items: Array<Item> = []
  for (const [index, state] of states.entries()) {
    if (index < start) continue
    const page = await read(state, cursor)
    items.push(...page.items)
    if (page.next !== undefined) return { items, next: `${state}~${page.next}` }
    const following = states[index + 1]
    if (items.length >= enough && following !== undefined) return { items, next: `${following}~` }
    cursor = undefined
  }
  return { items }
}

/** The address of the page that follows. */
export const following = (address: string, next: string | undefined): { readonly next?: string } =>
  next === undefined ? {} : { next: `${address}${address.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}` }
