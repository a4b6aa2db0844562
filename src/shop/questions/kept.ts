import type { JsonObject } from "../../kernel/json.ts"
import type { Question } from "../../storage/audit.ts"
import { all, list, minor, object, paidStates, text } from "./reading.ts"

const awaitsTail = new Set(["deposited", "payingTail", "expiring", "cancelling"])

/** The payments that an order was paid with so far: the deposit of a presale stays while its tail is waited for. */
const paidBy = (order: JsonObject): ReadonlyArray<string> => {
  const deposit = object(order["deposit"])
  const state = text(order["state"])
  if (paidStates.has(state)) return [text(order["payment"]), text(deposit["payment"])]
  return awaitsTail.has(state) && deposit["paidAt"] !== undefined ? [text(order["payment"])] : []
}

/**
 * L37: an order that is not paid, or is paid by another payment, owes nothing: what of a payment is neither on its way back
 * nor back is the amount of refunds that failed, each an open task of the staff.
 */
export const nothingKept: Question = function* (told, tallies) {
  const open = new Map<string, bigint>()
  for (const refund of all(told, "refund")) {
    if (refund["state"] !== "failed") continue
    const payment = text(refund["payment"])
    open.set(payment, (open.get(payment) ?? 0n) + minor(refund["amount"]))
  }
  for (const payment of all(told, "payment")) {
    const id = text(payment["id"])
    const order = object(told.get(`order/${text(payment["order"])}`))
    if (paidBy(order).includes(id)) continue
    const tally = tallies.get(`captured:${id}`)
    const kept = (tally?.posted ?? 0n) - (tally?.outgoing ?? 0n)
    if (kept > (open.get(id) ?? 0n)) {
      yield `order ${text(order["id"])} is ${text(order["state"])}, and ${kept} of payment ${id} is kept without a task`
    }
  }
}

/**
 * L35: a refund that failed is followed by at most one other, for the same amount of the same payment, not before the
 * gateway's word; and whatever waited for its money waits for the other.
 *
 * Their instants are not compared: two servers may have written them, whose clocks differ by as much as the storage allows.
 */
export const retriedOnce: Question = function* (told) {
  for (const refund of all(told, "refund")) {
    const id = text(refund["id"])
    const former = object(told.get(`refund/${text(refund["retryOf"])}`))
    if (refund["retryOf"] !== undefined) {
      const follows =
        former["state"] === "retried" &&
        former["retriedBy"] === id &&
        former["payment"] === refund["payment"] &&
        minor(former["amount"]) === minor(refund["amount"]) &&
        former["resolvedAt"] !== undefined
      if (!follows) yield `refund ${id} stands in the place of ${text(refund["retryOf"])}, which it does not follow`
    }
    if (refund["state"] !== "retried") continue
    if (object(told.get(`refund/${text(refund["retriedBy"])}`))["retryOf"] !== id)
      yield `refund ${id} was sent once more, by nothing`
  }
  for (const one of all(told, "return")) {
    const parts = [one["refund"], one["depositRefund"]].flatMap((id) => {
      const refund = told.get(`refund/${text(id)}`)
      return refund === undefined ? [] : [text(refund["state"])]
    })
    const arrived = parts.length > 0 && parts.every((state) => state === "settled" || state === "succeeded")
    if (parts.includes("retried") || (one["state"] === "received" && arrived))
      yield `return ${text(one["id"])} is ${text(one["state"])}, and its refund is ${parts.join(" and ")}`
  }
}

/**
 * L27: claims come back with the last piece of an order that was placed under `whole` and with its money, once and not before;
 * those of an order under another policy stay.
 */
export const claimsComeBack: Question = function* (told) {
  const waiting = new Set<string>()
  for (const one of all(told, "return")) if (one["state"] === "received") waiting.add(text(one["order"]))
  for (const order of all(told, "order")) {
    const id = text(order["id"])
    const claims = list(object(order["quote"])["claims"])
    const back = list(order["lines"]).every(
      ({ quantity, refunded, giftOf }) =>
        object(refunded)["quantity"] === quantity || (giftOf !== undefined && order["giftReturn"] === "keep")
    )
    const due = order["returnClaims"] === "whole" && claims.length > 0 && back && !waiting.has(id)
    if (due !== (order["claimsReturnedAt"] !== undefined))
      yield `order ${id} ${due ? "has come back in whole, and its claims have not" : "has its claims back, and is not whole"}`
  }
}
