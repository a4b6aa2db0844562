import * as Effect from "effect/Effect"
import { type Actor, system } from "../../command/index.ts"
import { Client } from "./client.ts"
import { cashier, clerk, manager } from "./counter.ts"
import { Dice } from "./dice.ts"
import { allOf } from "./documents.ts"
import type { OpenedBox } from "./furniture.ts"
import { text } from "../../shop/questions/reading.ts"
import { clearParked } from "./parked.ts"
import type { World } from "./world.ts"

/**
 * What only people can end is ended by people: parcels are brought, boxes opened, refunds that failed sent once more, and what was given up is tried
 * again.
 */
export class Tidying {
  readonly #world: World
  readonly #boxes: Map<string, OpenedBox>
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
    const seen = yield* clearParked((actor, what) => this.#as(actor, what))
    return brought + opened + seen + (yield* this.#resend())
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

  /**
   * A refund that failed is sent once more. Where less is left of the payment and nothing is on its way that may fail and be
   * there again, the manager pays in another way and notes it.
   */
  readonly #resend = Effect.fnUntraced({ self: this as Tidying }, function* () {
    const refunds = yield* allOf(this.#world, "refund")
    const failed = refunds.filter(({ state }) => state === "failed")
    if (failed.length === 0) return 0
    // The part of a return that its deposit gives back is asked for by itself: the return would send the tail's first.
    const returns = new Map((yield* allOf(this.#world, "return")).map((one) => [text(one["refund"]), text(one["id"])]))
    const underway = new Set(refunds.flatMap((one) => (one["state"] === "requested" ? [text(one["payment"])] : [])))
    let count = 0
    for (const one of failed) {
      const id = text(one["id"])
      const of = returns.get(id)
      const desk = this.#as(cashier, id)
      const answer = yield* of === undefined
        ? desk.ask("payment.retryRefund", { refund: id })
        : desk.ask("return.retryRefund", { return: of })
      const short = answer._tag === "Refused" && answer.refusal._tag === "RefundExceedsCaptured"
      if (short && underway.has(text(one["payment"]))) continue
      if (short) yield* this.#as(manager, id).call("payment.settleRefund", { refund: id, reference: `transfer ${id}` })
      count++
    }
    return count
  })
}
