import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  answer,
  collection,
  command,
  errand,
  event,
  IllegalTransition,
  intent,
  on,
  put,
  query,
  type Read,
  readSection,
  section,
  text
} from "pannier/command"
import * as Effect from "effect/Effect"
import { Id, Instant, machine, next, refusal, Text } from "pannier/kernel"
import type { Account } from "pannier/ledger"

// #region model
/** An evening in the shop on which tea is tasted. How many seats are left is an amount on the ledger. */
export class Tasting extends Schema.Opaque<Tasting>()(Schema.Struct({ id: Id, title: Text(80), startsAt: Instant })) {}

export const seatMachine = machine("seat", "booked", {
  booked: { cancel: "cancelled" },
  cancelled: {}
})

/** What a guest has booked. */
export class Booking extends Schema.Opaque<Booking>()(
  Schema.Struct({
    id: Id,
    tasting: Id,
    guest: Id,
    seats: Schema.Int,
    state: Schema.Literals(seatMachine.states),
    reminded: Schema.Boolean
  })
) {}

export const tastings = collection<Tasting>("tasting", { schema: Tasting, id: ({ id }) => id })

export const bookings = collection<Booking>("booking", {
  schema: Booking,
  id: ({ id }) => id,
  columns: { guest: text(({ guest }) => guest) },
  indexes: { guest: ["guest"] }
})
// #endregion model

// #region accounts
/** Where the seats of a tasting come from: without a floor, so it may go below zero. */
const house = (tasting: string): Account => ({ id: `house:${tasting}`, owner: "house", unit: `seat:${tasting}` })

/** Seats that are free: never below zero, whoever books at the same instant. */
const free = (tasting: string): Account => ({ ...house(tasting), id: `free:${tasting}`, floor: 0n })

/** Seats that are taken. */
const taken = (tasting: string): Account => ({ ...house(tasting), id: `taken:${tasting}`, floor: 0n })
// #endregion accounts

// #region refusals
/** It has begun. */
export const TastingOver = refusal(
  "TastingOver",
  { tasting: Schema.String },
  {
    status: 409,
    zh: ({ tasting }) => `品鉴会 \`${tasting}\` 已开始`,
    en: ({ tasting }) => `tasting \`${tasting}\` has begun`
  }
)
export type TastingOver = typeof TastingOver.Type

/** More than a guest may book. */
export const TooManySeats = refusal(
  "TooManySeats",
  { most: Schema.Int },
  { status: 422, zh: ({ most }) => `最多订 ${most} 个座位`, en: ({ most }) => `at most ${most} seats` }
)
export type TooManySeats = typeof TooManySeats.Type

/** Fewer seats are left. */
export const SeatsShort = refusal(
  "SeatsShort",
  { wanted: Schema.Int, available: Schema.Int },
  {
    status: 409,
    zh: ({ available }) => `只剩 ${available} 个座位`,
    en: ({ available }) => `${available} seats are left`
  }
)
export type SeatsShort = typeof SeatsShort.Type
// #endregion refusals

// #region facts
export const TastingPlanned = event("TastingPlanned", Schema.Struct({ seats: Schema.Int }))
export const SeatsBooked = event("SeatsBooked", Schema.Struct({ guest: Id, seats: Schema.Int }))
export const BookingCancelled = event("BookingCancelled", Schema.Struct({}))
export const GuestReminded = event("GuestReminded", Schema.Struct({}))

/** The guest is to be told, a day before. */
export const Remind = intent("tasting.remind", Schema.Struct({ booking: Id }))

export const tastingPolicy = section("tasting", Schema.Struct({ mostSeats: Schema.Int }), { mostSeats: 4 })
// #endregion facts

const Seats = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))
const day = 86_400_000

export const plan = command("tasting.plan", {
  summary: "plans a tasting",
  input: Schema.Struct({ title: Text(80), startsAt: Instant, seats: Seats }),
  reply: Tasting,
  refusals: [],
  permission: "tasting.plan",
  *load() {},
  decide: (_, { title, startsAt, seats }, { id }) => {
    const tasting: Tasting = { id: id("tasting"), title, startsAt }
    return Result.succeed({
      reply: tasting,
      changes: [put(tastings, tasting, TastingPlanned.of({ seats }))],
      transfers: [
        { kind: "post", id: id("seats"), from: house(tasting.id), to: free(tasting.id), amount: BigInt(seats) }
      ]
    })
  }
})

// #region book
export const book = command("tasting.book", {
  summary: "books seats of a tasting",
  input: Schema.Struct({ tasting: Id, seats: Seats }),
  reply: Booking,
  refusals: [TastingOver, TooManySeats, SeatsShort],
  permission: "tasting.book",
  *load({ tasting }, read: Read) {
    const { found, policy, seats } = yield* read.all({
      found: read.one(tastings, tasting),
      policy: readSection(tastingPolicy),
      seats: read.balances([free(tasting)])
    })
    return { tasting: found, most: policy.value.mostSeats, available: Number(seats[0]?.posted ?? 0n) }
  },
  decide: ({ tasting, most, available }, { seats }, { id, now, actor }) => {
    if (now >= tasting.startsAt) return Result.fail<TastingOver>({ _tag: "TastingOver", tasting: tasting.id })
    if (seats > most) return Result.fail<TooManySeats>({ _tag: "TooManySeats", most })
    if (seats > available) return Result.fail<SeatsShort>({ _tag: "SeatsShort", wanted: seats, available })
    const booking: Booking = {
      id: id("booking"),
      tasting: tasting.id,
      guest: actor.id,
      seats,
      state: "booked",
      reminded: false
    }
    return Result.succeed({
      reply: booking,
      changes: [put(bookings, booking, SeatsBooked.of({ guest: actor.id, seats }))],
      transfers: [
        { kind: "post", id: id("seats"), from: free(tasting.id), to: taken(tasting.id), amount: BigInt(seats) }
      ],
      intents: [Remind.of({ booking: booking.id }, { lane: booking.id, due: tasting.startsAt - day })]
    })
  }
})
// #endregion book

// #region cancel
export const cancel = command("tasting.cancel", {
  summary: "gives the seats of a booking back",
  input: Schema.Struct({ booking: Id }),
  reply: Booking,
  refusals: [IllegalTransition],
  permission: "tasting.cancel",
  *load({ booking }, read: Read) {
    return yield* read.one(bookings, booking)
  },
  // Behind `load`, whose type it takes.
  owner: ({ guest }) => guest,
  decide: (booking, _, { id }) =>
    Result.map(next(seatMachine, booking.state, "cancel"), (state) => {
      const after: Booking = { ...booking, state }
      const { tasting, seats } = booking
      return {
        reply: after,
        changes: [put(bookings, after, BookingCancelled.of({}))],
        transfers: [{ kind: "post", id: id("seats"), from: taken(tasting), to: free(tasting), amount: BigInt(seats) }]
      }
    })
})
// #endregion cancel

// #region query
export const mine = query("tasting.mine", {
  summary: "what the actor has booked",
  input: Schema.Struct({}),
  reply: Schema.Struct({ bookings: Schema.Array(Booking) }),
  permission: "tasting.mine",
  *load(_, read: Read, { actor }) {
    return yield* read.page(bookings, { index: "guest", equals: [actor.id], limit: 100 })
  },
  answer: ({ items }) => ({ bookings: items })
})
// #endregion query

// #region errand
export const recordReminder = command("tasting.recordReminder", {
  summary: "takes in that a guest was reminded",
  input: Schema.Struct({ booking: Id }),
  reply: Booking,
  refusals: [],
  permission: "tasting.recordReminder",
  *load({ booking }, read: Read) {
    return yield* read.one(bookings, booking)
  },
  decide: (booking) => {
    const after: Booking = { ...booking, reminded: true }
    return Result.succeed({ reply: after, changes: [put(bookings, after, GuestReminded.of({}))] })
  }
})

/** Reminds guests by whatever `send` is; it is given a key under which the same message may be sent again. */
export const reminders = (send: (guest: string, key: string) => Promise<void>) =>
  errand(Remind, {
    *load({ booking }, read: Read) {
      return yield* read.one(bookings, booking)
    },
    perform: ({ id, guest, state }, _, intent) =>
      Effect.as(
        state === "booked"
          ? Effect.tryPromise({ try: () => send(guest, intent.id), catch: () => ({ _tag: "NotSent" }) as const })
          : Effect.void,
        answer(recordReminder, { booking: id })
      )
  })
// #endregion errand

// #region reaction
/** How often somebody has come. A floor above: what is below does not know of it. */
export class Regular extends Schema.Opaque<Regular>()(Schema.Struct({ id: Id, bookings: Schema.Int })) {}
export const regulars = collection<Regular>("regular", { schema: Regular, id: ({ id }) => id })
export const RegularSeen = event("RegularSeen", Schema.Struct({}))

export const countRegulars = on(SeatsBooked, {
  *load({ data }, read: Read) {
    return yield* read.maybe(regulars, data.guest)
  },
  decide: (found, { data }) => ({
    changes: [put(regulars, { id: data.guest, bookings: (found?.bookings ?? 0) + 1 }, RegularSeen.of({}))]
  })
})
// #endregion reaction
