import * as Effect from "effect/Effect"
import { type Actor, system } from "../../command/index.ts"
import { seeToParked } from "./parked.ts"
import { buy } from "./buyer.ts"
import { Client } from "./client.ts"
import { buyers, cashier, clerk, type Counter, manager } from "./counter.ts"
import { Dice } from "./dice.ts"
import type { Act } from "./plan.ts"
import { drawTerms } from "./presale.ts"
import { tableCall } from "./random-call.ts"
import { callOff, poison, restock, sendBack, sendMoney, ship } from "./staff.ts"

/** Plays one act. */
export const perform = (counter: Counter, act: Act, number: number): Effect.Effect<void> => {
  const dice = new Dice(act.seed)
  const as = (actor: Actor) => new Client(counter.world, actor, dice, `a${number}`)
  switch (act.kind) {
    case "buy":
      return buy(counter, as(dice.pick(buyers)), act.bell === true)
    case "ship":
      return ship(counter, as(clerk))
    // Whether or not its goods are virtual, and whether or not the worker has been there.
    case "deliver":
      return withOrder(counter, dice, (id) => as(clerk).call("order.deliver", { order: id }))
    case "receive":
      return withOrder(counter, dice, (id, buyer) => as(buyer).call("order.receive", { order: id }))
    case "cancel":
      return withOrder(counter, dice, (id, buyer) =>
        as(dice.pick([buyer, manager])).call("order.cancel", { order: id })
      )
    case "return":
      return sendBack(counter, dice, as)
    case "refund":
      return sendMoney(counter, as(cashier))
    case "void":
      return callOff(counter, as(clerk))
    case "restock":
      return restock(counter, as(clerk), number)
    // An order keeps the terms that it was placed under.
    case "terms":
      return Effect.asVoid(as(system).call("settings.change", { section: "order.presale", value: drawTerms(dice) }))
    case "unpark":
      return seeToParked(dice, as)
    case "table":
      return tableCall(counter.world, as, dice, [
        ...buyers.slice(0, 3),
        clerk,
        cashier,
        manager,
        { id: "guest-1", kind: "guest" }
      ])
    case "poison":
      return poison(counter.world, dice, number)
  }
}

const withOrder = (
  { orders }: Counter,
  dice: Dice,
  act: (id: string, buyer: Actor) => Effect.Effect<unknown>
): Effect.Effect<void> => {
  if (orders.length === 0) return Effect.void
  const { id, buyer } = dice.pick(orders.slice(-30))
  return Effect.asVoid(act(id, buyer))
}
