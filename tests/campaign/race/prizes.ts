import * as Effect from "effect/Effect"
import type { Actor } from "../../../src/command/index.ts"
import { limitAccount } from "../../../src/promotion/rules/account.ts"
import { shelf } from "../../../src/inventory/rules/accounts.ts"
import { cardAccount } from "../../../src/payment/rules.ts"
import { address, furnish, type Json, product, system } from "../../shop/small-shop.ts"
import type { Node } from "./nodes.ts"

/** What a racer holds: a cart, and a quote that counts on the prize. */
export interface Ticket {
  readonly cart: string
  readonly quote: string
  readonly expiresAt: number
}

/** Something that one can have. */
export interface Won {
  /** What names it among its like: the sku, the promotion, the card. */
  readonly id: string
  /** The account that it stands on, what that holds while nobody has it, and when somebody has paid with it or for it. */
  readonly account: string
  readonly free: bigint
  readonly gone: bigint
}

/** A kind of thing that many want at once, and how it is bought with the commands of a shop. */
export interface Prize {
  readonly name: string
  /** Who races as number so and so; what belongs to one buyer is raced for in many tabs of hers. */
  readonly buyer: (racer: number) => Actor
  /** Makes it anew, when it was paid and is gone. */
  readonly make: (node: Node, round: number) => Effect.Effect<Won, Json>
  /** Whether a cart that counted on the former one counts on the new one too. */
  readonly lasts: boolean
  /** What goes into a cart for it. */
  readonly fill: (run: Run, cart: string, won: Won) => Effect.Effect<unknown, Json>
  /** Whether this is what a buyer is to hear who comes too late. */
  readonly late: (refusal: Json, won: Won) => boolean
}

type Run = ReturnType<Node["as"]>

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const stranger = (racer: number): Actor => ({ id: `racer-${racer}`, kind: "customer" })
const holder: Actor = { id: "holder", kind: "customer" }

const place = "hangzhou"
const last = "last"

const receive = (node: Node, reference: string) =>
  node.as(system)("inventory.receive", { reference, place, lines: [{ sku: last, quantity: 1 }] })

/** The last piece of a tea. */
const unit: Prize = {
  name: "one unit",
  buyer: stranger,
  make: (node, round) =>
    Effect.as(receive(node, `delivery-${round}`), { id: last, account: shelf(place, last).id, free: 1n, gone: 0n }),
  lasts: true,
  fill: (run, cart) => run("cart.addLine", { cart, sku: last, quantity: 1 }),
  late: ({ _tag, sku, wanted, available }) => _tag === "StockShort" && sku === last && wanted === 1 && available === 0
}

/** The last use of a code: of all that there are, or of those that one buyer has. */
const code = (per: "all" | "customer"): Prize => ({
  name: per === "all" ? "one use of a code" : "a buyer's one use of a code",
  buyer: per === "all" ? stranger : () => holder,
  make: (node, round) => {
    const id = `${per}-${round}`
    const stated = `uses:${id}`
    const limit = { account: stated, stated, per, unit: "uses", currency: "CNY", amount: 1n } as const
    const promotion = {
      id,
      level: "merchant",
      codes: [id.toUpperCase()],
      budgets: [{ account: stated, unit: "uses", per }],
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "3.00" }] }
    }
    const entry = { promotion, currency: "CNY", limits: [{ account: stated, amount: "1" }] }
    // That of a buyer counts up to its limit, the one that all share counts down.
    const [free, gone] = per === "all" ? [1n, 0n] : [0n, 1n]
    return Effect.as(node.as(system)("promotion.define", entry), {
      id,
      account: limitAccount(limit, holder.id).id,
      free,
      gone
    })
  },
  lasts: false,
  fill: (run, cart, { id }) =>
    Effect.andThen(
      run("cart.addLine", { cart, sku: "cup", quantity: 1 }),
      run("cart.enterCode", { cart, code: id.toUpperCase() })
    ),
  late: ({ _tag, promotion }, { id }) => _tag === "CouponExhausted" && promotion === id
})

/** What is on a gift card, which pays the whole of one cup with its freight, or a part of it. */
const card = (covers: "whole" | "part"): Prize => {
  const [amount, free, gone] = covers === "whole" ? (["60.00", 6000n, 1210n] as const) : (["20.00", 2000n, 0n] as const)
  return {
    name: covers === "whole" ? "a gift card that pays it" : "a gift card that pays a part",
    buyer: () => holder,
    make: (node) =>
      Effect.map(
        node.as(system)("payment.issueGiftCard", { customer: holder.id, amount: yuan(amount) }),
        ({ id }): Won => ({ id, account: cardAccount(id, "CNY").id, free, gone })
      ),
    lasts: false,
    fill: (run, cart, { id }) =>
      Effect.andThen(
        run("cart.addLine", { cart, sku: "cup", quantity: 1 }),
        run("cart.spend", { cart, cards: [{ card: id }] })
      ),
    late: ({ _tag, card: named }, { id }) => _tag === "CardShort" && named === id
  }
}

/** What is raced for; each line is one contest of a round, run for one of what stands in it, by turns. */
export const contests: ReadonlyArray<readonly [Prize, ...ReadonlyArray<Prize>]> = [
  [unit],
  [code("all"), code("customer")],
  [card("whole"), card("part")]
]

/** A small shop with plenty of cups, and a tea that never has more than one piece. */
export const furnishFor = Effect.fnUntraced(function* (node: Node) {
  const run = node.as(system)
  yield* furnish(run, { stock: 1_000_000 })
  yield* run("catalog.defineProduct", product(last, "孤品", "the last one", 250))
  yield* run("pricing.state", {
    sku: last,
    entries: [{ id: "last-base", sku: last, currency: "CNY", amount: "88.00" }]
  })
})

/** A new cart for a prize, with its quote. */
export const ticketFor = Effect.fnUntraced(function* (node: Node, prize: Prize, racer: number, won: Won) {
  const run = node.as(prize.buyer(racer))
  const { id: cart } = yield* run("cart.open", { currency: "CNY" })
  yield* prize.fill(run, cart, won)
  yield* run("cart.choose", { cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  return yield* requote(node, prize, racer, cart)
})

/** A fresh quote of a cart that has one. */
export const requote = (node: Node, prize: Prize, racer: number, cart: string): Effect.Effect<Ticket, Json> =>
  Effect.map(node.as(prize.buyer(racer))("cart.quote", { cart }), ({ id, expiresAt }) => ({
    cart,
    quote: id,
    expiresAt
  }))

/** Orders what is in the cart. */
export const buy = (node: Node, prize: Prize, racer: number, { cart, quote }: Ticket, key: string) =>
  node.as(prize.buyer(racer))("order.place", { cart, quote, address, gateway: "sandbox" }, key)
