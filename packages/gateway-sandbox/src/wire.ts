import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromWire, type InvalidInput } from "pannier/command"
import { canonical, Id, Instant, type Json, Text } from "pannier/kernel"
import { Money } from "pannier/money"
import type { Bytes } from "./signature.ts"

/** The longest body of a callback, in bytes. */
export const longestCallback = 1_048_576

/** The longest body of a request or an answer, in bytes. */
export const longestBody = 65_536

const Address = Text(2_000).check(
  Schema.makeFilter((text: string) => isAddress(text) || "an address that starts with http: or https:")
)

const isAddress = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === "http:" || url?.protocol === "https:"
}

/** `POST /payments`. */
export const StartPayment = Schema.Struct({
  payment: Id,
  order: Id,
  amount: Money,
  expiresAt: Instant,
  /** Where callbacks go. */
  notify: Address,
  /** Where the buyer goes afterwards. */
  back: Schema.optionalKey(Address)
})
export type StartPayment = typeof StartPayment.Type

/** `POST /payments/:id/close`. */
export const ClosePayment = Schema.Struct({ amount: Money })

/** `POST /refunds`. */
export const StartRefund = Schema.Struct({ refund: Id, payment: Id, amount: Money })
export type StartRefund = typeof StartRefund.Type

/** How a payment stands. `page` is the path of the buyer's page under the provider's base. */
export const PaymentStatus = Schema.Struct({
  payment: Id,
  state: Schema.Literals(["pending", "captured", "declined", "closed"]),
  amount: Money,
  reference: Text(200),
  page: Schema.optionalKey(Text(400))
})
export type PaymentStatus = typeof PaymentStatus.Type

/** How a refund stands. */
export const RefundStatus = Schema.Struct({
  refund: Id,
  payment: Id,
  amount: Money,
  state: Schema.Literals(["pending", "succeeded", "failed"]),
  reference: Text(200)
})
export type RefundStatus = typeof RefundStatus.Type

/** Why a request was not carried out. */
export const Problem = Schema.Struct({
  code: Schema.Literals([
    "SignatureInvalid",
    "EventNotOurs",
    "PayloadTooLarge",
    "InvalidInput",
    "NotFound",
    "OtherAmount",
    "NotAllowed"
  ])
})
export type ProblemCode = (typeof Problem.Type)["code"]

/** The body of a callback: canonical JSON (RFC 8785). `event` is the same however often it is sent, `nonce` never. */
export const Notice = Schema.Struct({
  event: Id,
  nonce: Text(64),
  merchant: Id,
  payment: Id,
  state: Schema.Literals(["captured", "declined", "closed"]),
  amount: Money,
  reference: Text(200)
})
export type Notice = typeof Notice.Type

/** A kind of callback, as a log may tell it: a word, such as `dispute.opened`. */
const Kind = Schema.String.check(Schema.isPattern(/^[A-Za-z][\w.:-]{0,99}$/u))

/** What every callback says, whatever the provider may yet tell of: to whom, and what kind of thing it is. */
const Envelope = Schema.StructWithRest(Schema.Struct({ event: Id, merchant: Id, state: Kind }), [
  Schema.Record(Schema.String, Schema.Unknown)
])

/** Reads no more of a callback than that; the rest is nobody's to judge who does not know its kind. */
export const readEnvelope = (body: string): Result.Result<typeof Envelope.Type, InvalidInput> =>
  Result.flatMap(parse(body), (json) => fromWire(Envelope, json))

/** A value as the canonical JSON text that is sent and signed. */
export const write = <A>(schema: Schema.Codec<A, unknown>, value: A): string =>
  canonical(Schema.encodeSync(schema)(value) as Json)

/**
 * Reads a body that {@link write} made. Only the one text of a value is taken, so a key that occurs twice, of which readers
 * may take either, is refused like any other oddity.
 */
export const read = <A>(schema: Schema.Codec<A, unknown>, body: string): Result.Result<A, InvalidInput> =>
  Result.gen(function* () {
    const json = yield* parse(body)
    const value = yield* fromWire(schema, json)
    return write(schema, value) === body ? value : yield* invalid("expected canonical JSON, each key once")
  })

/** The same from bytes, which must be UTF-8. */
export const readBytes = <A>(schema: Schema.Codec<A, unknown>, bytes: Bytes): Result.Result<A, InvalidInput> =>
  Result.flatMap(decode(bytes), (body) => read(schema, body))

const invalid = (reason: string): Result.Result<never, InvalidInput> =>
  Result.fail({ _tag: "InvalidInput", path: "", reason })

const parse = (body: string): Result.Result<unknown, InvalidInput> => {
  try {
    return Result.succeed(JSON.parse(body))
  } catch (cause) {
    if (cause instanceof SyntaxError) return invalid("expected JSON")
    throw cause
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const decode = (bytes: Bytes): Result.Result<string, InvalidInput> => {
  try {
    return Result.succeed(decoder.decode(bytes))
  } catch (cause) {
    if (cause instanceof TypeError) return invalid("expected UTF-8")
    throw cause
  }
}

/** Reads a body to its end, or `undefined` as soon as it is longer than `most` bytes: the rest is never taken in. */
export const bodyOf = async (of: Request | Response, most: number): Promise<Bytes | undefined> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of of.body ?? []) {
    size += chunk.length
    if (size > most) return undefined
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
