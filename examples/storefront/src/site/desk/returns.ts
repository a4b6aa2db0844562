/** Goods on their way back: asked for, approved, inspected, paid back. */
import { allows } from "pannier/kernel"
import { returnMachine } from "pannier/order"
import {
  type Action,
  deskReturnPage,
  deskReturnsPage,
  type DeskReturnView,
  paths,
  type TimelineEntry
} from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { moneyOf, type Return, sharesOf } from "../pages/share.ts"
import { isOnline, isOnlineReturn, returnState } from "../pages/online.ts"
import type { Whole } from "../pages/whole.ts"
import type { Visit } from "../visit.ts"
import { refundWords, returnReasons, stateOf } from "../words.ts"
import { act } from "./door.ts"
import { goodsOf } from "./orders.ts"
import { choose, following, type Tab } from "./queue.ts"
import { whoIs } from "./words.ts"

const tabs: ReadonlyArray<Tab<Return["state"]>> = [
  { id: "asked", label: "desk.queue.asked", states: ["requested"] },
  { id: "inspection", label: "desk.queue.inspection", states: ["approved"] },
  { id: "refund", label: "desk.queue.refund", states: ["received"] },
  { id: "closed", label: "desk.queue.closed", states: ["refunded", "declined", "withdrawn"] }
]

const reasonIn = (reason: Return["reason"], language: Language): string =>
  returnReasons[reason]?.[language === "zh" ? 0 : 1] ?? reason

export const returns: Route = async (visit) => {
  const { as, c, language } = visit
  const { id, queues, items, next } = await choose(
    tabs,
    { queue: c.req.query("queue"), after: c.req.query("after") },
    (state, after) => as.return.list({ state, ...(after === undefined ? {} : { after }) }),
    language
  )
  const rows = await Promise.all(
    items.map(async (back) => {
      const order = await as.order.get({ order: back.order })
      const { lines } = order
      const sent = lines.flatMap((line) =>
        back.lines.filter((one) => one.line === line.id).map(({ quantity }) => ({ ...line, quantity }))
      )
      return {
        number: back.id,
        order: back.order,
        askedAt: back.requestedAt,
        buyer: whoIs(back.customer, language),
        goods: goodsOf(sent, language),
        reason: reasonIn(back.reason, language),
        state: returnState(back, order, language),
        ...(back.amount === undefined ? {} : { refund: back.amount })
      }
    })
  )
  const view = { queues, rows, ...following(paths(language).deskReturns(id), next) }
  return visit.show(deskReturnsPage(view, await visit.frame()))
}

export const oneReturn: Route = async (visit, { return: id = "" }) => {
  await visit.house.nudge()
  return show(visit, id, {})
}

const show = async (visit: Visit, id: string, errors: Readonly<Record<string, string>>): Promise<Response> => {
  const { as, language } = visit
  const found = await as.return.get({ return: id })
  const whole = await as.order.full({ order: found.order })
  const refund = whole.refunds.find((one) => one.id === found.refund)
  const shares = sharesOf(found, whole)
  const may = await visit.may("return.approve", "return.decline", "return.receive", "payment.refund")
  const receiving = may.has("return.receive") && allows(returnMachine, found.state, "receive")
  const online = isOnlineReturn(found, whole.order)
  const view: DeskReturnView = {
    number: found.id,
    order: found.order,
    state:
      refund?.state === "failed"
        ? stateOf(refundWords, refund.state, language)
        : returnState(found, whole.order, language),
    reason: reasonIn(found.reason, language),
    timeline: timelineOf(found, refund, online, language),
    refund: [
      {
        kind: "total",
        label: say(language, found.amount === undefined ? "desk.refundToCome" : "return.refund"),
        amount:
          found.amount ??
          moneyOf(
            shares.reduce((sum, share) => sum + share, 0n),
            whole
          )
      }
    ],
    lines: linesOf(visit, found, whole, shares, errors),
    // There is nothing to look at where nothing was sent back.
    inspecting: receiving && !online,
    actions: [...actionsOf(found, refund, may, language), ...(receiving && online ? [payBack(found, language)] : [])],
    ...(typeof found.remark === "string" ? { note: found.remark } : {})
  }
  return visit.show(deskReturnPage(view, await visit.frame()), Object.keys(errors).length === 0 ? 200 : 422)
}

const linesOf = (
  { house: { goods }, language }: Visit,
  found: Return,
  whole: Whole,
  shares: ReadonlyArray<bigint>,
  errors: Readonly<Record<string, string>>
): DeskReturnView["lines"] =>
  found.lines.map(({ line, quantity }, index) => {
    const ordered = whole.order.lines.find((one) => one.id === line)
    const article = goods.ofSku(ordered?.sku ?? "")
    const option = article?.variant.label[language] ?? ""
    const error = errors[line]
    return {
      id: line,
      name: ordered?.name[language] ?? line,
      picture: article?.good.picture ?? { motif: "pouch", tones: ["walnut"] },
      quantity,
      wanted: quantity,
      total: moneyOf(shares[index] ?? 0n, whole),
      ...(option === "" ? {} : { option }),
      ...(error === undefined ? {} : { error })
    }
  })

const timelineOf = (
  found: Return,
  refund: Whole["refunds"][number] | undefined,
  online: boolean,
  language: Language
): ReadonlyArray<TimelineEntry> => [
  { at: found.requestedAt, title: say(language, "step.returnAsked"), mood: "good" },
  ...(found.receivedAt === undefined
    ? []
    : [
        {
          at: found.receivedAt,
          title: say(language, online ? "step.returnAgreed" : "step.returnReceived"),
          mood: "good" as const
        }
      ]),
  ...(refund === undefined
    ? []
    : [
        {
          at: refund.resolvedAt ?? refund.requestedAt,
          title: stateOf(refundWords, refund.state, language).label,
          mood: stateOf(refundWords, refund.state, language).mood
        }
      ])
]

const actionsOf = (
  { id, state }: Return,
  refund: Whole["refunds"][number] | undefined,
  may: ReadonlySet<string>,
  language: Language
): ReadonlyArray<Action> => {
  const post = (what: string, label: string, weight: Action["weight"]): Action => ({
    label,
    to: paths(language).deskReturn(id),
    post: true,
    weight,
    fields: { do: what }
  })
  return [
    ...(may.has("return.approve") && allows(returnMachine, state, "approve")
      ? [post("approve", say(language, "desk.approve"), "main")]
      : []),
    ...(may.has("return.decline") && allows(returnMachine, state, "decline")
      ? [post("decline", say(language, "desk.decline"), "danger")]
      : []),
    ...(may.has("payment.refund") && allows(returnMachine, state, "retry") && refund?.state === "failed"
      ? [post("retry", say(language, "desk.retry"), "main")]
      : [])
  ]
}

/** Goods that were delivered online are taken back with the refund: all of them may be sold again. */
const payBack = ({ id, lines }: Return, language: Language): Action => ({
  label: say(language, "desk.payBack"),
  to: paths(language).deskReturn(id),
  post: true,
  weight: "main",
  fields: {
    do: "receive",
    ...Object.fromEntries(lines.map(({ line, quantity }) => [`good-${line}`, String(quantity)]))
  }
})

export const actOnReturn: Route = async (visit, { return: id = "" }) => {
  const { as, language } = visit
  const typed = await visit.form()
  const { do: what = "receive", key = "" } = typed
  const to = paths(language).deskReturn(id)
  const input = { return: id }
  if (what === "approve") return act(visit, to, say(language, "desk.approved"), () => as.return.approve(input, { key }))
  if (what === "decline") return act(visit, to, say(language, "desk.declined"), () => as.return.decline(input, { key }))
  if (what === "retry")
    return act(visit, to, say(language, "desk.retried"), () => as.return.retryRefund(input, { key }))
  return what === "receive" ? receive(visit, id, typed) : visit.c.notFound()
}

/** What was looked at: the good pieces and the damaged ones of a line make up what was asked for. */
const receive = async (visit: Visit, id: string, typed: Readonly<Record<string, string>>): Promise<Response> => {
  const { as, language } = visit
  const found = await as.return.get({ return: id })
  const { lines } = await as.order.get({ order: found.order })
  // As it is written: `1e0` and half a piece are no number of pieces, and what is left empty is none.
  const pieces = (name: string): number => {
    const said = (typed[name] ?? "").trim()
    return /^\d{0,7}$/.test(said) ? Number(said) : Number.NaN
  }
  const errors = Object.fromEntries(
    found.lines.flatMap(({ line, quantity }) =>
      pieces(`good-${line}`) + pieces(`damaged-${line}`) === quantity
        ? []
        : [[line, say(language, "desk.inspectSum", { count: quantity })]]
    )
  )
  if (Object.keys(errors).length > 0) return show(visit, id, errors)
  const scrapped = found.lines.flatMap(({ line }) => {
    const quantity = pieces(`damaged-${line}`)
    return quantity === 0 ? [] : [{ line, quantity }]
  })
  // The goods go back to where the first of those that were sent came from.
  const sent = lines.find((line) => !isOnline(line) && found.lines.some((one) => one.line === line.id))
  const place = sent?.places[0]?.place
  return act(visit, paths(language).deskReturn(id), say(language, "desk.inspected"), () =>
    as.return.receive({ return: id, ...(place === undefined ? {} : { place }), scrapped }, { key: typed["key"] ?? "" })
  )
}
