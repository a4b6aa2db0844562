import type { Account } from "../ledger/model.ts"
import { allows } from "../kernel/machine.ts"
import { paymentMachine } from "./machine.ts"
import type { PaymentEvent, PaymentState, Refund } from "./model.ts"

/** How a payment stands at the gateway. `unknown`: the gateway has never heard of it. */
export type GatewayState = "unknown" | "pending" | "captured" | "declined" | "closed"

const events: { readonly [State in GatewayState]?: PaymentEvent } = {
  pending: "start",
  captured: "capture",
  declined: "decline",
  closed: "closed"
}

/**
 * What a gateway's report means for a payment: the machine's event, or `undefined` where the report is behind what is
 * known already. Reports come late, doubled and out of order.
 *
 * Law: whatever the order of the same reports, the payment ends in the same state (L41).
 */
export const heard = (state: PaymentState, told: GatewayState): PaymentEvent | undefined => {
  const event = events[told]
  return event !== undefined && allows(paymentMachine, state, event) ? event : undefined
}

/** Whether a gateway offers a means of payment; one that states none offers its own name. */
export const offers = (
  { name, methods = [name] }: { readonly name: string; readonly methods?: ReadonlyArray<string> },
  method: string
): boolean => methods.includes(method)

/** When the gateway is asked again how a payment stands: 15 s, then twice as long each round, at most 10 minutes; in ms. */
export const nextCheck = (at: number, round: number): number => at + Math.min(15_000 * 2 ** round, 600_000)

// Minutes between questions; the last goes on.
const refundPauses: ReadonlyArray<number> = [1, 1, 1, 1, 1, 5, 10, 20, 30]

/**
 * When the gateway is asked again how a pending refund stands: five times after a minute, then after 5, 10, 20 and each 30
 * minutes; in ms. Source: WeChat Pay, querying refunds.
 */
export const nextRefundCheck = (at: number, round: number): number =>
  at + (refundPauses[Math.min(round, refundPauses.length - 1)] ?? 30) * 60_000

/**
 * How old a payment or a refund is from which on its gateway is asked by the shop's id before it is sent once more, in ms.
 * Providers remember the key of a request for a day at the least (Stripe: 24 h); half of it, since clocks differ.
 */
export const asksFirstAfter = 12 * 3_600_000

/**
 * What a refund takes of the money that its payment captured, minor units: its amount while it is on its way and once it is
 * there, what was paid in another way once it is settled, and nothing where it failed or another one took its place.
 */
export const takenBy = ({ state, amount, settlement }: Pick<Refund, "state" | "amount" | "settlement">): bigint => {
  if (state === "settled") return settlement?.amount.amount ?? 0n
  return state === "requested" || state === "succeeded" ? amount.amount : 0n
}

/** What is left of a gift card. */
export const cardAccount = (card: string, currency: string): Account => ({
  id: `giftCard:${card}`,
  owner: `giftCard:${card}`,
  unit: currency,
  floor: 0n
})

/** Where gift cards come from; it is below zero by what was ever issued. */
export const cardSource = (currency: string): Account => ({
  id: `issued:giftCard:${currency}`,
  owner: "giftCard",
  unit: currency
})
