import type { Commands, Face } from "pannier/shop"
import { paths, paymentPage, type PaymentStage } from "../../look/index.ts"
import { dateTime, money } from "../../text/format.ts"
import { type Language, say, type TextKey, type Values } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { isOnline } from "./online.ts"

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
  const unheard = found.state === "pending" && visit.c.req.query("back") !== undefined
  const counts = order.payment === found.id || order.deposit?.payment === found.id
  const shown = !counts ? "closed" : unheard ? "waiting" : (stages[found.state] ?? "waiting")
  return visit.show(
    paymentPage(
      {
        order: order.id,
        payment: found.id,
        stage: late ? "late" : shown,
        amount: found.amount,
        method: language === "zh" ? "沙盒支付" : "Sandbox Pay",
        expiresAt: found.expiresAt,
        ...(found.state === "captured" && !late ? paidDetail(order, found.id, language) : {}),
        ...(found.redirect === undefined ? {} : { gateway: found.redirect })
      },
      await visit.frame()
    )
  )
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
export const payAgain: Route = async (visit, { payment: id = "" }) => {
  const { key = "" } = await visit.form()
  const found = await visit.as.payment.get({ payment: id })
  const { deposit } = await visit.as.order.get({ order: found.order })
  const again = { order: found.order, gateway: "sandbox" }
  const next =
    deposit?.paidAt === undefined
      ? (await visit.as.order.pay(again, { key })).payment
      : (await visit.as.order.payTail(again, { key })).deposit?.payment
  await visit.house.nudge()
  return visit.go(paths(visit.language).payment(next ?? id))
}
