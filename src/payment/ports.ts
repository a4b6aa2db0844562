import type * as Effect from "effect/Effect"
import type { InvalidInput } from "../command/errors.ts"
import type { Money } from "../money/model.ts"
import type { EventNotOurs, EventUnknown, GatewayError, PayloadTooLarge, SignatureInvalid } from "./errors.ts"
import type { GatewayState } from "./rules.ts"

/** What a gateway says of a payment: in answer to a question, or unasked in a callback. */
export interface GatewayReport {
  /** The shop's id of the payment. */
  readonly payment: string
  readonly state: GatewayState
  readonly amount: Money
  /** The gateway's own id. */
  readonly reference?: string
}

/** What a gateway says of a refund. It ends once: one that succeeded never fails later, nor the other way round. */
export interface RefundReport {
  /** The shop's id of the refund. */
  readonly refund: string
  /** `unknown`: the gateway has never heard of it, which only a question is answered with. */
  readonly state: "unknown" | "pending" | "succeeded" | "failed"
  readonly amount: Money
  readonly reference?: string
}

/** A callback as it came over HTTP; the body's bytes are what was signed. Header names are lower case. */
export interface Callback {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Why a callback is not taken in, in the order in which it is asked. */
export type CallbackRefusal =
  | PayloadTooLarge
  | SignatureInvalid
  | EventNotOurs
  | EventUnknown
  | InvalidInput
  | GatewayError

/**
 * A provider of payments. Every request names the shop's own id. Sent again within a day, it has no second effect; later the
 * shop asks first, by `query` and `queryRefund`, which answer by that id for ever.
 */
export interface PaymentGateway {
  readonly name: string
  /**
   * The means of payment that it offers, such as `unionpay`: what the `paymentMethod` of a cart may be, and what offers ask
   * for. Absent: one, of its own name.
   */
  readonly methods?: ReadonlyArray<string>
  /** What it can do; the laws check both sides. */
  readonly capabilities: { readonly partialRefunds: boolean; readonly currencies: ReadonlyArray<string> | "all" }
  /** Makes the payment known and answers with the page to send the buyer to. A closed payment is answered as closed. */
  readonly start: (request: {
    readonly payment: string
    readonly order: string
    readonly amount: Money
    readonly expiresAt: number
  }) => Effect.Effect<GatewayReport & { readonly redirect?: string }, GatewayError>
  readonly query: (request: {
    readonly payment: string
    readonly amount: Money
  }) => Effect.Effect<GatewayReport, GatewayError>
  /** Makes sure it is never charged, known to the gateway or not; a captured payment is answered as captured. */
  readonly close: (request: {
    readonly payment: string
    readonly amount: Money
  }) => Effect.Effect<GatewayReport, GatewayError>
  /** Sends money back, in part or in full. */
  readonly refund: (request: {
    readonly refund: string
    readonly payment: string
    readonly amount: Money
  }) => Effect.Effect<RefundReport, GatewayError>
  /** How a refund stands, by the shop's id; it sends nothing. */
  readonly queryRefund: (request: {
    readonly refund: string
    readonly payment: string
    readonly amount: Money
  }) => Effect.Effect<RefundReport, GatewayError>
  /**
   * Checks who sent a callback, when (`at` is now, in milliseconds) and to whom, and reads it. One of a kind that the adapter does not know
   * is `EventUnknown`, which is acknowledged all the same.
   */
  readonly verify: (callback: Callback, at: number) => Effect.Effect<GatewayReport, CallbackRefusal>
}
