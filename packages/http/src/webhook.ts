import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { ask, execute, failures, type NotFound, now, system } from "pannier/command"
import type { Refusal } from "pannier/kernel"
import {
  type Carrier,
  CarrierError,
  CarrierPayloadTooLarge,
  CarrierSignatureInvalid,
  TrackingMismatch
} from "pannier/logistics"
import { CurrencyMismatch } from "pannier/money"
import {
  AmountMismatch,
  type Callback,
  EventNotOurs,
  GatewayError,
  PayloadTooLarge,
  type PaymentGateway,
  SignatureInvalid
} from "pannier/payment"
import type { ShopParts } from "./routes.ts"

/** Somebody who sends callbacks, and where to. */
export interface Partner {
  readonly kind: "gateway" | "carrier"
  readonly name: string
  /** `/webhook/gateway/<name>`, without a prefix. */
  readonly path: `/${string}`
  readonly summary: string
  /** The field of the answer that has the id of what the callback was about. */
  readonly subject: "payment" | "shipment"
  /** What a callback may be answered with instead. */
  readonly refusals: ReadonlyArray<Refusal>
}

/** What callbacks of a payment gateway come to. */
export const gatewayPartner = ({ name }: { readonly name: string }): Partner => ({
  kind: "gateway",
  name,
  path: `/webhook/gateway/${encodeURIComponent(name)}`,
  summary: `takes in a callback of the payment gateway ${name}`,
  subject: "payment",
  refusals: [
    PayloadTooLarge,
    SignatureInvalid,
    ...failures,
    EventNotOurs,
    GatewayError,
    CurrencyMismatch,
    AmountMismatch
  ]
})

/** What callbacks of a carrier come to. */
export const carrierPartner = ({ name }: { readonly name: string }): Partner => ({
  kind: "carrier",
  name,
  path: `/webhook/carrier/${encodeURIComponent(name)}`,
  summary: `takes in a callback of the carrier ${name}`,
  subject: "shipment",
  refusals: [
    PayloadTooLarge,
    CarrierPayloadTooLarge,
    CarrierSignatureInvalid,
    ...failures,
    CarrierError,
    TrackingMismatch
  ]
})

/** A callback taken in. */
export interface TakenIn {
  /** The id of what it was about, or the kind of what is unknown: that is noted, and changes nothing (H064). */
  readonly told: { readonly id: string } | { readonly ignored: string }
  /** Whether the commit left intents that are due at once. */
  readonly intents: boolean
}

type Refused = { readonly _tag: string }

/** Takes in a gateway's callback as `system`; the answer comes after the commit. */
export const hearGateway = Effect.fnUntraced(function* (
  { engine, table }: ShopParts,
  gateway: PaymentGateway,
  callback: Callback
): Effect.fn.Return<TakenIn, Refused> {
  const heard = yield* Effect.result(gateway.verify(callback, yield* now))
  if (Result.isFailure(heard)) {
    if (heard.failure._tag !== "EventUnknown") return yield* Effect.fail(heard.failure)
    const { kind } = heard.failure
    yield* Effect.annotateLogs(Effect.logWarning("a callback of an unknown kind is let pass"), {
      gateway: gateway.name,
      kind
    })
    return { told: { ignored: kind }, intents: false }
  }
  const { payment, state, amount, reference } = heard.success
  const known = yield* ask(engine, table.payment.get, { payment }, { actor: system })
  // One gateway's signature says nothing of another's payments.
  if (known.gateway !== gateway.name) return yield* Effect.fail(absent("payment", payment))
  const report = { payment, state, amount, ...(reference === undefined ? {} : { reference }) }
  const { intents } = yield* execute(engine, table.payment.report, report, { actor: system })
  return { told: { id: payment }, intents }
})

/** Takes in a carrier's callback as `system`; the answer comes after the commit. */
export const hearCarrier = Effect.fnUntraced(function* (
  { engine, table }: ShopParts,
  carrier: Carrier,
  callback: Callback
): Effect.fn.Return<TakenIn, Refused> {
  const { shipment, trackingNumber, events } = yield* carrier.verify(callback, yield* now)
  const known = yield* ask(engine, table.shipment.get, { shipment }, { actor: system })
  if (known.carrier !== carrier.name) return yield* Effect.fail(absent("shipment", shipment))
  const report = { shipment, trackingNumber, events }
  const { intents } = yield* execute(engine, table.shipment.track, report, { actor: system })
  return { told: { id: shipment }, intents }
})

const absent = (collection: string, id: string): NotFound => ({ _tag: "NotFound", collection, id })
