/** The money that goes back, and what staff do about refunds that failed. */
import { allows } from "pannier/kernel"
import { refundMachine } from "pannier/payment"
import type { Commands, Face } from "pannier/shop"
import { type Action, deskRefundsPage, type DeskRefundsView, paths } from "../../look/index.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { refundWords, stateOf } from "../words.ts"
import { act } from "./door.ts"
import { choose, following, type Tab } from "./queue.ts"

type Refund = Awaited<ReturnType<Face<Commands>["payment"]["refunds"]>>["items"][number]

const tabs: ReadonlyArray<Tab<Refund["state"]>> = [
  { id: "sent", label: "desk.queue.refund", states: ["requested"] },
  { id: "failed", label: "desk.queue.failed", states: ["failed"] },
  { id: "done", label: "desk.queue.refunded", states: ["succeeded", "settled"] },
  { id: "retried", label: "desk.queue.retried", states: ["retried"] }
]

const whys: Readonly<Record<Refund["reason"], TextKey>> = {
  return: "refund.return",
  cancellation: "refund.cancellation",
  "late payment": "refund.late",
  goodwill: "refund.goodwill",
  "price protection": "refund.protection"
}

const retryOf = ({ id }: Refund, language: Language): Action => ({
  label: say(language, "desk.retry"),
  to: paths(language).deskRefunds(),
  post: true,
  weight: "main",
  fields: { do: "retry", refund: id }
})

export const refunds: Route = async (visit) => {
  const { as, c, language } = visit
  const { id, queues, items, next } = await choose(
    tabs,
    { queue: c.req.query("queue"), after: c.req.query("after") },
    (state, after) => as.payment.refunds({ state, ...(after === undefined ? {} : { after }) }),
    language
  )
  const may = await visit.may("payment.refund", "payment.settleRefund")
  const open = items.filter(({ state }) => allows(refundMachine, state, "settle"))
  const view: DeskRefundsView = {
    queues,
    rows: items.map((refund) => ({
      number: refund.id,
      order: refund.order,
      amount: refund.amount,
      method: language === "zh" ? "沙盒支付" : "Sandbox Pay",
      state: stateOf(refundWords, refund.state, language),
      at: refund.requestedAt,
      why: say(language, whys[refund.reason]),
      ...(may.has("payment.refund") && allows(refundMachine, refund.state, "retry")
        ? { retry: retryOf(refund, language) }
        : {})
    })),
    settling: may.has("payment.settleRefund") ? open.map(({ id: refund }) => refund) : [],
    ...following(paths(language).deskRefunds(id), next)
  }
  return visit.show(deskRefundsPage(view, await visit.frame()))
}

export const actOnRefund: Route = async (visit) => {
  const { as, language } = visit
  const { do: what = "", key = "", refund = "", reference = "" } = await visit.form()
  const to = paths(language).deskRefunds("failed")
  if (what === "retry")
    return act(visit, to, say(language, "desk.retried"), () => as.payment.retryRefund({ refund }, { key }))
  if (what === "settle")
    return act(visit, to, say(language, "desk.settled"), () => as.payment.settleRefund({ refund, reference }, { key }))
  return visit.c.notFound()
}
