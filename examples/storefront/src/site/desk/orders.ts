/** Orders by what they wait for. */
import type { Commands, Face } from "pannier/shop"
import { deskOrdersPage, type DeskOrdersView, paths } from "../../look/index.ts"
import { say, type Language, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { isOnline, orderState } from "../pages/online.ts"
import { people } from "../session.ts"
import type { Visit } from "../visit.ts"
import { choose, following, type Tab } from "./queue.ts"
import { recordedOrders } from "./recorded.ts"
import { whoIs } from "./words.ts"

type Order = Awaited<ReturnType<Face<Commands>["order"]["get"]>>

const tabs: ReadonlyArray<Tab<Order["state"]>> = [
  { id: "packing", label: "desk.queue.packing", states: ["paid", "partlyShipped"] },
  {
    id: "payment",
    label: "desk.queue.payment",
    states: ["placed", "deposited", "payingTail", "expiring", "cancelling"]
  },
  { id: "transit", label: "desk.queue.transit", states: ["shipped"] },
  { id: "closed", label: "desk.queue.closed", states: ["received", "cancelled"] }
]

const waits: Readonly<Record<Order["state"], TextKey>> = {
  placed: "waits.payment",
  deposited: "waits.payment",
  payingTail: "waits.payment",
  expiring: "waits.provider",
  cancelling: "waits.provider",
  paid: "waits.packing",
  partlyShipped: "waits.packing",
  shipped: "waits.delivery",
  received: "waits.nothing",
  cancelled: "waits.nothing"
}

export const waitsFor = ({ state, lines }: Pick<Order, "state" | "lines">, language: Language): string =>
  say(language, state === "paid" && lines.every(isOnline) ? "waits.online" : waits[state])

/** By when something has to happen: the buyer pays, or the provider says that it will never charge. */
export const dueOf = ({ state, expiresAt, heldUntil, deposit }: Order): number | undefined => {
  if (state === "deposited" || state === "payingTail") return deposit?.until
  if (state === "placed") return expiresAt
  return state === "expiring" || state === "cancelling" ? heldUntil : undefined
}

const isLate = (order: Order): boolean => (dueOf(order) ?? Infinity) < Date.now()

/** The goods of an order in a few words, with how many of the first. */
export const goodsOf = (
  lines: ReadonlyArray<Pick<Order["lines"][number], "name" | "quantity">>,
  language: Language
): string => {
  const [line] = lines
  if (line === undefined) return ""
  const first = line.quantity === 1 ? line.name[language] : `${line.name[language]} × ${line.quantity}`
  return lines.length < 2 ? first : say(language, "desk.more", { first, rest: lines.length - 1 })
}

const rowOf = (order: Order, language: Language): DeskOrdersView["rows"][number] => {
  const due = dueOf(order)
  return {
    number: order.id,
    placedAt: order.placedAt,
    buyer: whoIs(order.customer, language),
    goods: goodsOf(order.lines, language),
    total: order.total,
    state: orderState(order, language),
    waitsFor: waitsFor(order, language),
    overdue: isLate(order),
    ...(due === undefined ? {} : { due })
  }
}

export const orders: Route = async (visit) => {
  const { as, c, language } = visit
  const query = (c.req.query("q") ?? "").trim()
  const [queue, after] = [c.req.query("queue"), c.req.query("after")]
  const chosen = await choose(
    tabs,
    { queue, after },
    (state, cursor) => as.order.list({ state, ...(cursor === undefined ? {} : { after: cursor }) }),
    language,
    isLate
  )
  const offer = c.req.query("offer")
  const queued = query === "" && offer === undefined
  const rows = offer !== undefined ? await withOffer(visit, offer) : queued ? chosen.items : await found(visit, query)
  const view: DeskOrdersView = {
    queues: queued ? chosen.queues : chosen.queues.map((one) => ({ ...one, chosen: false })),
    rows: rows.map((order) => rowOf(order, language)),
    ...(queued ? following(paths(language).deskOrders(chosen.id), chosen.next) : {}),
    ...(query === "" ? {} : { query }),
    ...(offer === undefined ? {} : { caption: say(language, "desk.ordersWith", { offer }) })
  }
  return visit.show(deskOrdersPage(view, await visit.frame()))
}

/** The latest orders that an offer took something of: those that its cost is added up over. */
const withOffer = async ({ as }: Visit, offer: string): Promise<ReadonlyArray<Order>> =>
  (await recordedOrders(as)).filter(({ quote }) =>
    [...quote.lines, ...quote.charges].some(({ adjustments }) =>
      adjustments.some(({ promotion }) => promotion === offer)
    )
  )

/** An order by its number, or the orders of a buyer by name or id. */
const found = async ({ as }: Visit, query: string): Promise<ReadonlyArray<Order>> => {
  const typed = query.toLowerCase()
  const buyers = people.filter(
    ({ id, name }) => id === typed || name.zh.includes(query) || name.en.toLowerCase().includes(typed)
  )
  const customers = buyers.length > 0 ? buyers.map(({ id }) => id) : [query]
  const byNumber = await as.order.get.result({ order: query })
  if (byNumber._tag === "Success") return [byNumber.success]
  const lists = await Promise.all(customers.map((customer) => as.order.mine.result({ customer })))
  return lists.flatMap((list) => (list._tag === "Success" ? list.success.items : []))
}
