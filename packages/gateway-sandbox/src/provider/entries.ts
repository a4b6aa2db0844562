import * as Schema from "effect/Schema"
import { Id, Instant, Text } from "pannier/kernel"
import { Money } from "pannier/money"

/** What the provider writes down, one a line. Its state is these, told again. */
export const Entry = Schema.Union([
  Schema.Struct({
    type: Schema.Literal("payment"),
    at: Instant,
    payment: Id,
    amount: Money,
    reference: Text(200),
    /** Absent: it was closed before it was ever started. */
    started: Schema.optionalKey(
      Schema.Struct({
        order: Id,
        expiresAt: Instant,
        notify: Text(2_000),
        back: Schema.optionalKey(Text(2_000)),
        /** The last part of the address of the buyer's page. */
        token: Text(200)
      })
    )
  }),
  Schema.Struct({
    type: Schema.Literal("turn"),
    at: Instant,
    payment: Id,
    state: Schema.Literals(["captured", "declined", "closed"])
  }),
  Schema.Struct({
    type: Schema.Literal("refund"),
    at: Instant,
    refund: Id,
    payment: Id,
    amount: Money,
    reference: Text(200),
    /** When it succeeds; absent: it has failed, for it does not fit into what was captured. */
    succeedsAt: Schema.optionalKey(Instant)
  }),
  Schema.Struct({
    type: Schema.Literal("notice"),
    at: Instant,
    event: Id,
    payment: Id,
    state: Schema.Literals(["captured", "declined", "closed"]),
    /** When it is sent: once for each. */
    due: Schema.Array(Instant)
  }),
  Schema.Struct({
    type: Schema.Literal("sent"),
    at: Instant,
    event: Id,
    /** Which of its times it was. */
    copy: Schema.Int,
    /** When it is sent again; absent: it has arrived, or is given up. */
    again: Schema.optionalKey(Instant)
  })
])
export type Entry = typeof Entry.Type
