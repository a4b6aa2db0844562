import type { Commands, Face } from "pannier/shop"
import { paths, paymentPage, type PaymentStage } from "../../look/index.ts"
import { dateTime, money } from "../../text/format.ts"
import { type Language, say, type TextKey, type Values } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { unlessOvertaken, type Visit } from "../visit.ts"
import { isOnline } from "./online.ts"

type Payment = Awaited<ReturnType<Face<Commands>["payment"]["get"]>>
type Order = Awaited<ReturnType<Face<Commands>["order"]["get"]>>

const stages: Readonly<Record<string, PaymentStage>> = {
  created: "waiting",
  pending: "ready",
  declined: "failed",
  closing: "waiting",
  captured: "succeeded",
  closed: "closed"
}

/** Where a payment stands: on its way to the gateway, waiting for its word, over. */
export const payment: Route = async (visit, { payment: id = "" }) => {
  const { as, house, language } = visit
  await house.nudge()
  const found = await as.payment.get({ payment: id })
  const order = await as.order.get({ order: found.order })
  // Paid after the order's time was over, and honoured all the same.
  const late = found.state === "captured" && (found.capturedAt ?? 0) >= found.expiresAt
  // Whoever comes back from the gateway may have paid, though nobody has told the shop yet.
  const look = lookOf(visit.c.req.query("back"))
  const unheard = found.state === "pending" && look !== undefined
  const stage = stageOf(order, found, unheard && look < looks)
  const instead = order.deposit?.payment ?? order.payment
  return visit.show(
    paymentPage(
      {
        order: order.id,
        payment: found.id,
        stage: late ? "late" : stage,
        amount: found.amount,
        method: language === "zh" ? "沙盒支付" : "Sandbox Pay",
        expiresAt: found.expiresAt,
        ...(found.state === "captured" && !late ? paidDetail(order, found.id, language) : {}),
        ...whileOpen(order, found, stage, unheard, language),
        ...(unheard ? { next: `${paths(language).payment(found.id)}?back=${stage === "waiting" ? look + 1 : 1}` } : {}),
        ...(stage === "replaced" && instead !== undefined ? { instead } : {}),
        ...(found.redirect === undefined || found.state !== "pending" ? {} : { gateway: found.redirect })
      },
      await visit.frame()
    )
  )
}

/** How often the page of somebody back from the gateway looks again by itself: for a minute. */
const looks = 15

/** The how-manieth look it is of somebody who came back from the gateway; absent of anybody else. */
const lookOf = (back: string | undefined): number | undefined =>
  back === undefined ? undefined : /^\d{1,3}$/.test(back) ? Number(back) : 1

/** Where a payment stands to its buyer: one that counts no more is told so, and so is one whose order was cancelled. */
const stageOf = (order: Order, { id, state }: Pick<Payment, "id" | "state">, looksAgain: boolean): PaymentStage => {
  const counts = order.payment === id || order.deposit?.payment === id
  if (counts && state === "captured") return "succeeded"
  if (order.state === "cancelling") return "cancelled"
  if (order.state === "cancelled") return byTime.has(order.cancellation) ? "closed" : "cancelled"
  if (!counts) return "replaced"
  // The tail of a presale may be tried again as long as the order waits for it.
  if (state === "closed" && order.state === "deposited") return "failed"
  return looksAgain ? "waiting" : (stages[state] ?? "waiting")
}

/** Ends of an order that nobody wished for. */
const byTime: ReadonlySet<Order["cancellation"]> = new Set(["unpaid", "lapsed"])

/** What is said of what has not ended, where the usual would not be true of it. */
const whileOpen = (
  order: Order,
  { state }: Pick<Payment, "state">,
  stage: PaymentStage,
  unheard: boolean,
  language: Language
): { readonly detail?: string } => {
  const said = (key: TextKey) => ({ detail: say(language, key) })
  if (stage === "cancelled" && order.state === "cancelling") return said("payment.cancellingDetail")
  if (stage === "ready" && unheard) return said("payment.unheardDetail")
  if (stage === "waiting" && state === "created") return said("payment.preparingDetail")
  return stage === "waiting" && state === "closing" ? said("payment.closingDetail") : {}
}

/** What is said of money that has come, where it is not that the goods are being packed. */
const paidDetail = (
  { state, deposit, lines, payment: first }: Order,
  paid: string,
  language: Language
): { readonly detail?: string } => {
  const said = (key: TextKey, values: Values = {}) => ({ detail: say(language, key, values) })
  if (state === "cancelled" || state === "cancelling") return said("payment.succeededThenCancelled")
  if (deposit !== undefined && paid === first) {
    const [from, until] = [dateTime(language, deposit.from), dateTime(language, deposit.until)]
    return said("payment.succeededDeposit", { tail: money(language, deposit.tail), from, until })
  }
  return lines.every(isOnline) ? said("payment.succeededOnline") : {}
}

/** Tries once more, with a payment of its own: of the tail, once the deposit of a presale is paid. */
export const payAgain: Route = (visit, { payment: id = "" }) =>
  unlessOvertaken(visit, paths(visit.language).payment(id), () => again(visit, id))

const again = async (visit: Visit, id: string): Promise<Response> => {
  const { key = "" } = await visit.form()
  const found = await visit.as.payment.get({ payment: id })
  const { deposit } = await visit.as.order.get({ order: found.order })
  const input = { order: found.order, gateway: "sandbox" }
  const next =
    deposit?.paidAt === undefined
      ? (await visit.as.order.pay(input, { key })).payment
      : (await visit.as.order.payTail(input, { key })).deposit?.payment
  await visit.house.nudge()
  return visit.go(paths(visit.language).payment(next ?? id))
}
