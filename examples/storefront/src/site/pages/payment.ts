import { paths, paymentPage, type PaymentStage } from "../../look/index.ts"
import type { Route } from "../route.ts"
import { isOnline } from "./online.ts"

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
        ...(order.lines.every(isOnline) ? { online: true as const } : {}),
        ...(found.redirect === undefined ? {} : { gateway: found.redirect })
      },
      await visit.frame()
    )
  )
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
