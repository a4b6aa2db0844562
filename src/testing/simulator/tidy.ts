import * as Effect from "effect/Effect"
import { type Actor, system } from "../../command/index.ts"
import type { JsonObject } from "../../kernel/json.ts"
import { amountText } from "../../money/amount.ts"
import { capturedAccount } from "../../payment/model.ts"
import { Client } from "./client.ts"
import { cashier, clerk } from "./counter.ts"
import { Dice } from "./dice.ts"
import { allOf } from "./documents.ts"
import type { OpenedBox } from "./furniture.ts"
import { minor, object, text } from "./reading.ts"
import type { World } from "./world.ts"

/** What only people can end is ended by people: parcels are brought, boxes opened, refunds that failed sent once more. */
export class Tidying {
  readonly #world: World
  readonly #boxes: Map<string, OpenedBox>
  readonly #resent = new Set<string>()
  #round = 0

  constructor(world: World, boxes: Map<string, OpenedBox>) {
    this.#boxes = boxes
    this.#world = world
  }

  /** Answers how much there was to do. */
  readonly round = Effect.fnUntraced({ self: this as Tidying }, function* (): Effect.fn.Return<number> {
    this.#round++
    const brought = yield* this.#bring()
    const opened = yield* this.#openBoxes()
    return brought + opened + (yield* this.#resend())
  })

  #as(actor: Actor, what: string): Client {
    return new Client(this.#world, actor, new Dice(this.#round), `tidy-${this.#round}-${what}`)
  }

  /** The carrier brings whatever it has. */
  readonly #bring = Effect.fnUntraced({ self: this as Tidying }, function* () {
    let count = 0
    for (const carrier of this.#world.carriers) {
      for (const { shipment, state, events } of yield* carrier.parcels) {
        if (state === "cancelled" || events.some(({ status }) => status === "delivered")) continue
        yield* carrier.advance(shipment, "delivered")
        count++
      }
    }
    return count
  })

  readonly #openBoxes = Effect.fnUntraced({ self: this as Tidying }, function* () {
    let count = 0
    for (const one of yield* allOf(this.#world, "return")) {
      const id = text(one["id"])
      const state = text(one["state"])
      if (state === "requested") yield* this.#as(clerk, id).call("return.decline", { return: id })
      else if (state === "approved") {
        const box = { place: "hangzhou", scrapped: [] }
        const former = this.#boxes.get(id)
        this.#boxes.set(id, box)
        const answer = yield* this.#as(clerk, id).ask("return.receive", { return: id, ...box })
        if (answer._tag === "Refused" && former !== undefined) this.#boxes.set(id, former)
        // More pieces than are with the buyer any more: another box was opened before.
        if (answer._tag === "Refused") yield* this.#as(system, id).call("return.withdraw", { return: id })
      } else continue
      count++
    }
    return count
  })

  /** A refund that failed is sent once more: for a return by its own command, else as staff do. */
  readonly #resend = Effect.fnUntraced({ self: this as Tidying }, function* () {
    const failed = (yield* allOf(this.#world, "refund")).filter(
      ({ id, state }) => state === "failed" && !this.#resent.has(text(id))
    )
    if (failed.length === 0) return 0
    const returns = new Map((yield* allOf(this.#world, "return")).map((one) => [text(one["refund"]), text(one["id"])]))
    for (const { id, payment = "", amount, reason = "" } of failed) {
      this.#resent.add(text(id))
      const of = returns.get(text(id))
      const desk = this.#as(cashier, text(id))
      if (of !== undefined) yield* desk.call("return.retryRefund", { return: of })
      else
        yield* desk.call("payment.refund", {
          payment,
          amount: yield* this.#left(text(payment), object(amount)),
          reason
        })
    }
    return failed.length
  })

  /** What of an amount is still there: somebody may have sent some of it out of goodwill meanwhile. */
  readonly #left = Effect.fnUntraced({ self: this as Tidying }, function* (payment: string, amount: JsonObject) {
    const currency = text(amount["currency"])
    const { storage, schedule } = this.#world
    const wants = { documents: [], accounts: [capturedAccount(payment, currency).id], queries: [], at: schedule.now }
    const [captured] = (yield* Effect.orDie(storage.read(wants))).accounts
    const left = captured === undefined ? 0n : captured.posted - captured.outgoing
    return left < minor(amount) ? { amount: amountText(left, currency), currency } : amount
  })
}
