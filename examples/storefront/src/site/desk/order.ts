/** One order in full: what the buyer sees, what moved on the ledger, what the log says, and what may be done. */
import * as Effect from "effect/Effect"
import { system } from "pannier/command"
import { returnedGoods, sold } from "pannier/inventory"
import { allows } from "pannier/kernel"
import { orderMachine } from "pannier/order"
import type { Shop } from "pannier/shop"
import { type Action, deskOrderPage, type DeskOrderView, type EventRow, paths } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { isOnline, returnState } from "../pages/online.ts"
import { viewOf, type Whole } from "../pages/whole.ts"
import { protectionsOf } from "./protections.ts"
import { act } from "./door.ts"
import { eventRow, isGoods, movesOf } from "./ledger.ts"
import { dueOf, waitsFor } from "./orders.ts"
import { whoIs } from "./words.ts"

/** Most entries of the log that one page looks through. */
const entriesRead = 2000
/** Most waiting intents that one page looks through. */
const intentsRead = 500

export const order: Route = async (visit, { order: id = "" }) => {
  const {
    as,
    c,
    house: { goods, shop },
    language
  } = visit
  await visit.house.nudge()
  const whole = await as.order.full({ order: id })
  const accounts = accountsOf(whole)
  const moves = await movesOf(visit, accounts)
  const [money, stock] = [moves.filter(({ unit }) => !isGoods(unit)), moves.filter(({ unit }) => isGoods(unit))]
  const since = Number(c.req.query("events") ?? (moves[0]?.position ?? 1) - 1)
  const log = await eventsOf(shop, whole, since, language)
  const due = dueOf(whole.order)
  const names = await placeNames(shop, language)
  const shown = viewOf(whole, goods, language)
  const may = await visit.may("order.ship", "order.receive", "order.cancel", "books.read")
  const view: DeskOrderView = {
    ...shown,
    parcels: shown.parcels.map((parcel) => ({ ...parcel, from: names.get(parcel.from) ?? parcel.from })),
    buyer: whoIs(whole.order.customer, language),
    email: whole.order.customer,
    waitsFor: waitsFor(whole.order, language),
    // What was paid belongs to the order; the accounts behind it are for those who may read the books.
    money: may.has("books.read") ? money : money.map((row) => ({ ...row, shut: true })),
    goods: stock,
    events: log.rows,
    intents: await intentsOf(shop, whole, language),
    actions: actionsOf(whole, names, may, language),
    protections: protectionsOf(whole, language),
    ...(due === undefined ? {} : { due }),
    ...(log.next === undefined ? {} : { laterEvents: `${paths(language).deskOrder(id)}?events=${log.next}#events` })
  }
  return visit.show(deskOrderPage(view, await visit.frame()))
}

/** The accounts that stand for the order alone. */
const accountsOf = ({ order: { id, lines }, accounts }: Whole): ReadonlyArray<string> => [
  ...accounts.map(({ account }) => account),
  ...lines.map(({ id: line, sku }) => returnedGoods({ order: id, line, sku }).id)
]

const idsOf = ({ order: placed, payments, refunds, shipments, returns }: Whole): ReadonlySet<string> =>
  new Set([placed, ...payments, ...refunds, ...shipments, ...returns].map(({ id }) => id))

/** Events about the order behind a position, and where the log is read on: it keeps one order for all streams, not one for each. */
const eventsOf = async (
  { storage }: Shop,
  whole: Whole,
  since: number,
  language: Language
): Promise<{ readonly rows: ReadonlyArray<EventRow>; readonly next?: number }> => {
  const ids = idsOf(whole)
  const rows: Array<EventRow> = []
  let after = Number.isSafeInteger(since) && since > 0 ? since : 0
  for (let read = 0; read < entriesRead; ) {
    const entries = await Effect.runPromise(storage.events(after, 500))
    for (const entry of entries) {
      for (const event of entry.events) if (ids.has(event.id)) rows.push(eventRow(entry, event, language))
    }
    const last = entries.at(-1)
    if (last === undefined || entries.length < 500) return { rows }
    after = last.position
    read += entries.length
  }
  return { rows, next: after }
}

/** What still has to leave for this order; a payload names what it is about. */
const intentsOf = async ({ storage }: Shop, whole: Whole, language: Language): Promise<DeskOrderView["intents"]> => {
  const ids = idsOf(whole)
  const waiting = await Effect.runPromise(storage.waiting(intentsRead))
  return waiting
    .filter(({ payload }) =>
      Object.values<unknown>(JSON.parse(payload)).some((id) => typeof id === "string" && ids.has(id))
    )
    .map(({ kind, lane, state, tries, due }) => ({
      type: kind,
      lane,
      tries,
      next: due,
      state:
        state === "parked"
          ? { label: say(language, "state.intent.parked"), mood: "bad" }
          : { label: say(language, "state.intent.waiting"), mood: "waiting" }
    }))
}

/** What is left to be sent from each place: what the order has paid for there, less what its parcels took. */
const leftByPlace = ({ order: { id, lines }, shipments, accounts }: Whole) => {
  const left = new Map<string, Array<{ line: string; quantity: number }>>()
  for (const line of lines) {
    if (isOnline(line)) continue
    const paid = sold({ order: id, line: line.id, sku: line.sku }).id
    const standing = accounts.find(({ account }) => account === paid)
    let waiting = Number(standing?.posted ?? 0)
    for (const { place, quantity } of line.places) {
      const sent = shipments
        .filter((one) => one.place === place && one.state !== "voided")
        .flatMap((one) => one.lines)
        .filter((one) => one.line === line.id)
        .reduce((sum, one) => sum + one.quantity, 0)
      const here = Math.min(waiting, Math.max(0, quantity - sent))
      waiting -= here
      if (here > 0) left.set(place, [...(left.get(place) ?? []), { line: line.id, quantity: here }])
    }
  }
  return left
}

/** Whether something waits to be delivered online: the worker does that by itself, unless it could not. */
const waitsOnline = ({ order: { id, state, lines }, accounts }: Whole): boolean => {
  const waiting = new Set(accounts.flatMap(({ account, posted }) => (posted === "0" ? [] : [account])))
  return (
    allows(orderMachine, state, "deliverPart") &&
    lines.some((line) => isOnline(line) && waiting.has(sold({ order: id, line: line.id, sku: line.sku }).id))
  )
}

const actionsOf = (
  whole: Whole,
  names: ReadonlyMap<string, string>,
  may: ReadonlySet<string>,
  language: Language
): ReadonlyArray<Action> => {
  const { id, state } = whole.order
  const to = paths(language)
  const post = (fields: Readonly<Record<string, string>>, label: string, weight: Action["weight"]): Action => ({
    label,
    to: to.deskOrder(id),
    post: true,
    weight,
    fields
  })
  const sendable = may.has("order.ship") && allows(orderMachine, state, "ship") ? [...leftByPlace(whole).keys()] : []
  return [
    ...sendable.map((place) =>
      post({ do: "ship", place }, say(language, "desk.shipFrom", { place: names.get(place) ?? place }), "main")
    ),
    ...(may.has("order.ship") && waitsOnline(whole)
      ? [post({ do: "deliver" }, say(language, "desk.deliver"), "main")]
      : []),
    ...whole.returns.map(
      (back): Action => ({
        label: `${say(language, "return.one")} · ${returnState(back, whole.order, language).label}`,
        to: to.deskReturn(back.id),
        post: false,
        weight: "plain"
      })
    ),
    ...(may.has("order.receive") && allows(orderMachine, state, "receive")
      ? [post({ do: "receive" }, say(language, "order.confirm"), "plain")]
      : []),
    ...(may.has("order.cancel") && allows(orderMachine, state, "cancel")
      ? [post({ do: "cancel" }, say(language, "order.cancel"), "danger")]
      : [])
  ]
}

/** Places by name. */
const placeNames = async (shop: Shop, language: Language): Promise<ReadonlyMap<string, string>> =>
  new Map((await shop.as(system).inventory.places({})).items.map(({ id, name }) => [id, name[language]]))

export const actOnOrder: Route = async (visit, { order: id = "" }) => {
  const { as, language } = visit
  const { do: what = "", key = "", place = "" } = await visit.form()
  const to = paths(language).deskOrder(id)
  if (what === "cancel")
    return act(visit, to, say(language, "desk.cancelled"), () => as.order.cancel({ order: id }, { key }))
  if (what === "receive")
    return act(visit, to, say(language, "desk.taken"), () => as.order.receive({ order: id }, { key }))
  if (what === "deliver") {
    // The kernel takes what is delivered already as done: nothing was done now.
    if (!waitsOnline(await as.order.full({ order: id }))) {
      return visit.go(to, { mood: "attention", text: say(language, "desk.nothingToDeliver") })
    }
    return act(visit, to, say(language, "desk.deliverDone"), () => as.order.deliver({ order: id }, { key }))
  }
  if (what !== "ship") return visit.c.notFound()
  const lines = leftByPlace(await as.order.full({ order: id })).get(place)
  if (lines === undefined) return visit.go(to, { mood: "attention", text: say(language, "desk.nothingToSend") })
  return act(visit, to, say(language, "desk.sent"), () =>
    as.order.ship({ order: id, carrier: "sandbox", place, lines }, { key })
  )
}
