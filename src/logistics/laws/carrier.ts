import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, type Law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { CarrierError } from "../errors.ts"
import type { TrackingEvent, TrackingStatus } from "../model.ts"
import type { Booked, Carrier, CarrierCallback, CarrierCallbackRefusal, TrackingReport } from "../ports.ts"

/** A carrier under the laws, and what only its own people can do. Nothing is lost on the way to it. */
export interface CarrierSubject {
  readonly carrier: Carrier
  /** A parcel, known or not, is scanned now; the first scan fetches it. One that was called off is not there to be scanned. */
  readonly advance: (shipment: string, status: TrackingStatus) => Effect.Effect<unknown>
  /** What it has called back since it was last asked. */
  readonly callbacks: Effect.Effect<ReadonlyArray<CarrierCallback>>
}

/** A new carrier with an empty book for every call, which measures by the given clock, in milliseconds. */
export type FreshCarrier = (clock: () => number) => CarrierSubject | Promise<CarrierSubject>

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** What a shop, couriers and time do to a few parcels. */
const Trace = Schema.Array(
  Schema.Struct({
    act: Schema.Literals(["book", "book", "cancel", "scan", "scan", "scan", "track", "wait"]),
    one: Small(6)
  })
).check(Schema.isBetweenLength(1, 30))
type Trace = typeof Trace.Type

const beginning = 1_800_000_000_000
const minute = 60_000

const shipmentOf = (one: number): string => `shp_${one % 2}`

const statuses = [
  "pickedUp",
  "inTransit",
  "outForDelivery",
  "exception",
  "delivered",
  "returning",
  "returned"
] as const satisfies ReadonlyArray<TrackingStatus>

const booking = (shipment: string) => ({
  shipment,
  order: `order_${shipment}`,
  place: "near",
  address: {
    name: "韩梅梅",
    phone: "13900000000",
    country: "CN",
    region: "CN-ZJ",
    city: "杭州",
    street: "文三路 1 号"
  },
  weightGrams: 1_250
})

type Answer = Booked | "done" | "tooLate" | ReadonlyArray<TrackingEvent>

/** What was asked and what was answered. */
interface Heard {
  readonly act: Trace[number]["act"]
  readonly shipment: string
  readonly answer: Result.Result<Answer, CarrierError> | undefined
}

/** A callback, and when it came. */
interface Sent {
  readonly callback: CarrierCallback
  readonly at: number
}

/** What came of a trace. */
interface Played {
  readonly carrier: Carrier
  readonly heard: ReadonlyArray<Heard>
  readonly sent: ReadonlyArray<Sent>
}

/** Plays a trace; every parcel is asked after at its end, by the tracking number that its booking gave. */
const play = async <A>(fresh: FreshCarrier, trace: Trace, judge: (played: Played) => Effect.Effect<A>): Promise<A> => {
  const hand = { now: beginning }
  const subject = await fresh(() => hand.now)
  const numbers = new Map<string, string>()
  const ask = ({ act, one }: Trace[number]): Effect.Effect<Heard["answer"]> => {
    const shipment = shipmentOf(one)
    const trackingNumber = numbers.get(shipment) ?? "nothing"
    switch (act) {
      case "book":
        return Effect.result(
          Effect.tap(subject.carrier.book(booking(shipment)), (booked) =>
            Effect.sync(() => {
              if (booked._tag === "Accepted") numbers.set(shipment, booked.trackingNumber)
            })
          )
        )
      case "cancel":
        return Effect.result(subject.carrier.cancel({ shipment }))
      case "track":
        return Effect.result(Effect.map(subject.carrier.track({ shipment, trackingNumber }), ({ events }) => events))
      case "scan":
        return Effect.as(subject.advance(shipment, statuses[one] ?? "inTransit"), undefined)
      case "wait":
        return Effect.succeed(undefined)
    }
  }
  return Effect.runPromise(
    Effect.gen(function* () {
      const heard: Array<Heard> = []
      const sent: Array<Sent> = []
      for (const turn of [...trace, { act: "track", one: 0 } as const, { act: "track", one: 1 } as const]) {
        // Two scans at one moment, with one code and at one place, would be one.
        hand.now += turn.act === "wait" ? 4 * minute : 1
        heard.push({ act: turn.act, shipment: shipmentOf(turn.one), answer: yield* ask(turn) })
        sent.push(...(yield* subject.callbacks).map((callback) => ({ callback, at: hand.now })))
      }
      return yield* judge({ carrier: subject.carrier, heard, sent })
    })
  )
}

const of = (heard: ReadonlyArray<Heard>, shipment: string): ReadonlyArray<Heard> =>
  heard.filter((one) => one.shipment === shipment)

const each = (judge: (shipment: string) => Verdict): Verdict => every(["shp_0", "shp_1"].map(judge))

/** What an answer says, whatever numbers and labels the carrier gives. */
const word = ({ answer }: Heard): string => {
  if (answer === undefined) return "-"
  if (Result.isFailure(answer)) return answer.failure.reason
  const said = answer.success
  if (typeof said === "string") return said
  return "_tag" in said
    ? said._tag
    : said
        .map(({ at, status }) => `${at - beginning}:${status}`)
        .toSorted()
        .join()
}

const bookedOnce = (fresh: FreshCarrier): Law<Trace> =>
  law({
    id: "L38",
    title: "asking a carrier again has no second effect: one booking, one tracking number, the same answers",
    input: Trace,
    holds: async (trace) => {
      const numbersOf = (heard: ReadonlyArray<Heard>) =>
        heard.flatMap(({ act, shipment, answer }) => {
          const said = answer === undefined || Result.isFailure(answer) ? undefined : answer.success
          const accepted = act === "book" && typeof said === "object" && "_tag" in said && said._tag === "Accepted"
          return accepted ? [{ shipment, number: said.trackingNumber }] : []
        })
      const again = trace.flatMap((turn) => (turn.act === "book" || turn.act === "cancel" ? [turn, turn] : [turn]))
      return play<Verdict>(fresh, again, ({ heard }) => {
        const numbers = numbersOf(heard)
        const twice = numbers.find(({ shipment, number }) =>
          numbers.some((other) => (other.shipment === shipment) !== (other.number === number))
        )
        if (twice !== undefined)
          return Effect.succeed(broken(`\`${twice.shipment}\` and its tracking number are not one`))
        const wrong = again.findIndex((turn, index) => {
          const former = heard[index - 1]
          const here = heard[index]
          const repeats = turn === again[index - 1] && (turn.act === "book" || turn.act === "cancel")
          return repeats && former !== undefined && here !== undefined && word(former) !== word(here)
        })
        if (wrong >= 0) return Effect.succeed(broken(`asked again, turn ${wrong} was answered otherwise`))
        return Effect.succeed(numbers.length === 0 ? vacuous("nothing was booked") : held)
      })
    }
  })

const calledOff = (fresh: FreshCarrier): Law<Trace> =>
  law({
    id: "L37",
    title: "a parcel that was called off, known or not, is never taken on or fetched; one that was fetched is past it",
    input: Trace,
    holds: (trace) =>
      play(fresh, trace, ({ heard }) =>
        Effect.succeed(
          each((shipment) => {
            const story = of(heard, shipment)
            const off = story.findIndex(({ act, answer }) => act === "cancel" && answer?._tag === "Success")
            if (off < 0) return vacuous("nothing was called off")
            const known = story.slice(0, off).findIndex((one) => one.act === "book" && word(one) === "Accepted")
            const fetched = known >= 0 && story.slice(known, off).some(({ act }) => act === "scan")
            const wanted = fetched ? "tooLate" : "done"
            if (word(story[off] as Heard) !== wanted)
              return broken(`called off, it is answered otherwise than ${wanted}`)
            if (fetched) return held
            const after = story.slice(off).find((one) => one.act === "book" && word(one) !== "Declined")
            if (after !== undefined) return broken("a parcel that was called off was taken on")
            const scanned = story.slice(off).find((one) => one.act === "track" && word(one) !== "")
            return verdict(scanned === undefined, () => "a parcel that was called off was scanned")
          })
        )
      )
  })

const callbacks = (fresh: FreshCarrier): Law<Trace> =>
  law({
    id: "L41",
    title: "what a carrier calls back is what it answers: every scan, signed, and nothing that did not happen",
    input: Trace,
    holds: (trace) =>
      play(fresh, trace, ({ carrier, heard, sent }) =>
        Effect.gen(function* () {
          const reports: Array<TrackingReport> = []
          for (const { callback, at } of sent) {
            const report = yield* Effect.result(carrier.verify(callback, at))
            if (Result.isFailure(report)) return broken(`its own callback is ${report.failure._tag}`)
            reports.push(report.success)
          }
          return each((shipment) => {
            const told = reports.filter((one) => one.shipment === shipment).flatMap(({ events }) => events)
            const answered = of(heard, shipment).findLast(({ act }) => act === "track")?.answer
            if (answered === undefined || Result.isFailure(answered)) return broken("a parcel cannot be asked after")
            const known = Array.isArray(answered.success) ? (answered.success as ReadonlyArray<TrackingEvent>) : []
            if (known.length === 0 && told.length === 0) return vacuous("nothing was scanned")
            const texts = (events: ReadonlyArray<TrackingEvent>) =>
              [...new Set(events.map(({ at, status, code, place }) => `${at} ${status} ${code} ${place}`))]
                .toSorted()
                .join()
            return verdict(texts(told) === texts(known), () => `called back ${texts(told)}, answered ${texts(known)}`)
          })
        })
      )
  })

const Forgery = Schema.Struct({ place: Small(10_000), character: Schema.Literals(["0", "9", "a", " ", "}", "元"]) })

const forgeries = (fresh: FreshCarrier): Law<typeof Forgery.Type> =>
  law({
    id: "L41",
    title:
      "a callback that was changed by one character, is without its headers, or is older than 5 minutes is refused",
    input: Forgery,
    holds: ({ place, character }) => {
      const scanned: Trace = [
        { act: "book", one: 0 },
        { act: "scan", one: 0 }
      ]
      return play(fresh, scanned, ({ carrier, sent }) =>
        Effect.gen(function* () {
          const [first] = sent
          if (first === undefined) return vacuous("nothing was called back")
          const { callback: genuine, at } = first
          const { headers, body } = genuine
          const spot = place % body.length
          const changed = body.slice(0, spot) + character + body.slice(spot + 1)
          const refused = (callback: CarrierCallback, now: number): Effect.Effect<boolean> =>
            Effect.match(carrier.verify(callback, now), { onFailure: isRefusal, onSuccess: () => false })
          const wrong: Array<string> = []
          if (changed !== body && !(yield* refused({ headers, body: changed }, at))) wrong.push("a changed body")
          if (!(yield* refused({ headers: {}, body }, at))) wrong.push("a body without headers")
          if (!(yield* refused(genuine, at + 5 * minute + 1_000))) wrong.push("an old callback")
          if (!(yield* refused(genuine, at - 5 * minute - 1_000))) wrong.push("a callback from the future")
          if (yield* refused(genuine, at)) wrong.push("not the genuine one")
          return verdict(wrong.length === 0, () => `it took ${wrong.join()}`)
        })
      )
    }
  })

const isRefusal = ({ _tag }: CarrierCallbackRefusal): boolean => _tag !== "CarrierError"

/** What every carrier upholds. An adapter's test is one loop over them. */
export const carrierLaws = (fresh: FreshCarrier): ReadonlyArray<Law<Trace> | Law<typeof Forgery.Type>> => [
  bookedOnce(fresh),
  calledOff(fresh),
  callbacks(fresh),
  forgeries(fresh)
]

/** The same trace gives the same answers at both; the memory carrier is the specification. */
export const carrierEquivalence = (left: FreshCarrier, right: FreshCarrier): Law<Trace> =>
  law({
    id: "L61",
    title: "a carrier answers every trace as its specification does",
    input: Trace,
    holds: async (trace) => {
      const tell = ({ heard }: Played) => Effect.succeed(heard.map(word))
      const [one, other] = [await play(left, trace, tell), await play(right, trace, tell)]
      const differs = one.findIndex((answer, index) => answer !== other[index])
      return verdict(differs < 0, () => `answer ${differs} is ${one[differs]}, and ${other[differs]}`)
    }
  })
