import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromWire, type InvalidInput } from "pannier/command"
import { canonical, Id, type Json, Text } from "pannier/kernel"
import { Address, Shipment, TrackingEvent } from "pannier/logistics"

/** The longest body of a request, an answer or a callback, in UTF-16 units. */
export const longestBody = 1_048_576

const isWeb = (text: string): boolean => {
  const protocol = URL.canParse(text) ? new URL(text).protocol : ""
  return protocol === "http:" || protocol === "https:"
}

/** `POST /parcels`: come for a parcel. */
export const Order = Schema.Struct({
  shipment: Id,
  order: Id,
  place: Id,
  address: Address,
  weightGrams: Shipment.fields.weightGrams,
  /** Where callbacks go. */
  notify: Text(2000).check(Schema.makeFilter((text: string) => isWeb(text) || "an address of http: or https:"))
})
export type Order = typeof Order.Type

/** The answer to it: `accepted` is absent for what the depot will not bring. */
export const Taken = Schema.Struct({
  accepted: Schema.optionalKey(Schema.Struct({ trackingNumber: Text(100), label: Text(2000) }))
})

/** The answer to `POST /parcels/:shipment/cancel`. */
export const Cancelled = Schema.Struct({ outcome: Schema.Literals(["done", "tooLate"]) })

/** The answer to `GET /parcels/:shipment?number=`, and the body of a callback. */
export const Report = Schema.Struct({
  shipment: Id,
  trackingNumber: Text(100),
  events: Schema.Array(TrackingEvent)
})

/** A scan of a kind that came up after this was written, whatever else it says. */
const StrangeEvent = Schema.StructWithRest(
  Schema.Struct({
    status: Text(64).check(Schema.makeFilter((status: string) => !isStatus(status) || "expected an unknown status"))
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
)
const isStatus = Schema.is(TrackingEvent.fields.status)

/** A report as whoever reads it has to expect it: depots are ahead of shops. */
export const ReportAhead = Schema.Struct({
  ...Report.fields,
  events: Schema.Array(Schema.Union([TrackingEvent, StrangeEvent]))
})

/** What of a report can be understood, and the kinds of scans that cannot. */
export const understood = ({
  events,
  ...rest
}: typeof ReportAhead.Type): {
  readonly report: typeof Report.Type
  readonly strange: ReadonlyArray<string>
} => ({
  report: { ...rest, events: events.filter(Schema.is(TrackingEvent)) },
  strange: events.flatMap(({ status }) => (isStatus(status) ? [] : [status]))
})

/** A value as canonical JSON (RFC 8785). */
export const write = <A>(schema: Schema.Codec<A, unknown>, value: A): string =>
  canonical(Schema.encodeSync(schema)(value) as Json)

/** Reads canonical JSON: a body with one key twice, of which readers may take either, is refused like any other oddity. */
export const read = <A>(schema: Schema.Codec<A, unknown>, body: string): Result.Result<A, InvalidInput> =>
  Result.flatMap(parse(body), (json) =>
    canonical(json) === body ? fromWire(schema, json) : invalid("expected canonical JSON, each key once")
  )

const parse = (body: string): Result.Result<Json, InvalidInput> => {
  try {
    return Result.succeed(JSON.parse(body) as Json)
  } catch (cause) {
    // Too deep is a RangeError of the parser's own stack.
    if (cause instanceof SyntaxError || cause instanceof RangeError) return invalid("expected JSON")
    throw cause
  }
}

const invalid = (reason: string): Result.Result<never, InvalidInput> =>
  Result.fail({ _tag: "InvalidInput", path: "", reason })

/** The text of a body, or `undefined` as soon as it is longer than {@link longestBody}: the rest is never taken in. */
export const bodyOf = async (of: Request | Response): Promise<string | undefined> => {
  const decoder = new TextDecoder()
  let text = ""
  for await (const chunk of of.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestBody) return undefined
  }
  return text + decoder.decode()
}
