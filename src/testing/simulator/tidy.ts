import * as Effect from "effect/Effect"
import { type Actor, system } from "../../command/index.ts"
import type { JsonObject } from "../../kernel/json.ts"
import { parseDocument } from "../../storage/rules.ts"
import { Client } from "./client.ts"
import { Dice } from "./dice.ts"
import { text } from "../../shop/questions/reading.ts"
import type { World } from "./world.ts"

const clerk: Actor = { id: "clerk-chen", kind: "staff" }
const cashier: Actor = { id: "cashier-gu", kind: "staff" }
const manager: Actor = { id: "manager-lin", kind: "staff" }

/** What only people can end is ended by people: parcels are brought, boxes opened, refunds that failed sent once more. */
export class Tidying {
  readonly #world: World
  #round = 0

  constructor(world: World) {
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
    for (const one of yield* this.#all("return")) {
      const id = text(one["id"])
      const state = text(one["state"])
      if (state === "requested") yield* this.#as(clerk, id).call("return.decline", { return: id })
      else if (state === "approved") {
        const receive = { return: id, place: "hangzhou", scrapped: [] }
        const answer = yield* this.#as(clerk, id).ask("return.receive", receive)
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
    const refunds = yield* this.#all("refund")
    const failed = refunds.filter(({ state }) => state === "failed")
    if (failed.length === 0) return 0
    const returns = new Map((yield* this.#all("return")).map((one) => [text(one["refund"]), text(one["id"])]))
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

  readonly #all = Effect.fnUntraced({ self: this as Tidying }, function* (collection: string) {
    const ids = this.#world.ids(collection)
    const found: Array<JsonObject> = []
    for (let start = 0; start < ids.length; start += 200) {
      const documents = ids.slice(start, start + 200).map((id) => ({ collection, id }))
      const read = yield* Effect.orDie(this.#world.storage.read({ documents, accounts: [], queries: [], at: 0 }))
      for (const one of read.documents) if (one !== undefined) found.push(parseDocument(one.json))
    }
    return found
  })
}
