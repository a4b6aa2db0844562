import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Actor, type AnyCommand, type AnyQuery, system, work, type Worked } from "../../src/command/index.ts"
import {
  memory,
  memoryCarrier,
  type MemoryCarrier,
  memoryGateway,
  type MemoryGateway,
  memoryVault
} from "../../src/memory/index.ts"
import type { GatewayFaults } from "../../src/memory/index.ts"
import type { PaymentGateway } from "../../src/payment/index.ts"
import type { KeyVault } from "../../src/privacy/index.ts"
import { call, type Kernel, openKernel, type Table } from "../../src/shop/index.ts"
import type { Adapter } from "../../src/storage/index.ts"
import { audit } from "../../src/storage/audit.ts"
import { shopQuestions } from "../../src/shop/questions.ts"
import { hand, type Hand } from "../hand.ts"

export { beginning, day, hand, type Hand, hour, minute } from "../hand.ts"

export const ann: Actor = { id: "ann", kind: "customer" }
export const ben: Actor = { id: "ben", kind: "customer" }
export const clerk: Actor = { id: "clerk-chen", kind: "staff" }
export const cashier: Actor = { id: "cashier-gu", kind: "staff" }
export const manager: Actor = { id: "manager-lin", kind: "staff" }
export { system }

export const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

/** What a test may read of a reply without saying its type again. */
export type Json = any

/** A shop of two teas, a cup and a coupon, with its gateway, its carrier and a clock in the test's hand. */
export interface SmallShop {
  readonly kernel: Kernel
  readonly gateway: MemoryGateway
  readonly carrier: MemoryCarrier
  readonly clock: Hand
  /** Calls `domain.name` with JSON, as the faces do. */
  readonly as: (actor: Actor) => (name: string, input: unknown, key?: string) => Effect.Effect<Json, Json>
  /** Works until nothing is due. */
  readonly work: Effect.Effect<Worked, Json>
}

export interface Story {
  readonly adapter?: Adapter
  readonly vault?: KeyVault
  readonly faults?: GatewayFaults
  /** What the shop deals with instead of the gateway itself. */
  readonly dealing?: (gateway: MemoryGateway) => PaymentGateway
  /** Further gateways beside `sandbox`. */
  readonly others?: ReadonlyArray<PaymentGateway>
  /** Pieces of each sku on the shelf; default 20. */
  readonly stock?: number
  /** Uses of the code SAVE10; default 100. */
  readonly uses?: number
}

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const tax = { included: true, rates: [{ id: "vat", rate: "0.13" }] }

/** A product of one article, for sale. */
export const product = (id: string, zh: string, en: string, grams: number) => ({
  id,
  merchant: "shanfang",
  category: "tea",
  name: { zh, en },
  description: { zh, en },
  kind: "physical",
  tags: ["tea"],
  attributes: {},
  tax,
  options: [],
  state: "active",
  variants: [{ sku: id, options: {}, weightGrams: grams }]
})

export const delivery = {
  options: [
    {
      id: "standard",
      name: { zh: "标准快递", en: "standard" },
      carrier: "slowboat",
      days: { from: 2, until: 4 },
      heaviestGrams: 30_000,
      rates: [
        {
          currency: "CNY",
          elsewhere: { kind: "flat", amount: yuan("25.00") },
          regions: [
            {
              codes: ["CN"],
              rate: {
                kind: "weight",
                first: { grams: 1000, amount: yuan("10.00") },
                next: { grams: 500, amount: yuan("2.00") }
              }
            }
          ]
        }
      ]
    }
  ],
  pollAfter: 360
}

/** One promotion of each level; the merchant's opens by a code with a limited number of uses. */
export const promotions = (uses: number) => [
  {
    promotion: {
      id: "tea-5",
      level: "item",
      select: { fact: "tags", op: "in", values: ["tea"] },
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: "5" }] }
    },
    currency: "CNY",
    limits: []
  },
  {
    promotion: {
      id: "save10",
      level: "merchant",
      codes: ["SAVE10"],
      when: { measure: "amount", atLeast: "50.00" },
      budgets: [
        { account: "uses:SAVE10", unit: "uses", per: "all" },
        { account: "uses:SAVE10:each", unit: "uses", per: "customer" }
      ],
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
    },
    currency: "CNY",
    limits: [
      { account: "uses:SAVE10", amount: String(uses) },
      { account: "uses:SAVE10:each", amount: "1" }
    ]
  },
  {
    promotion: {
      id: "cross-300-50",
      level: "platform",
      offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
    },
    currency: "CNY",
    limits: []
  },
  {
    promotion: {
      id: "free-ship-99",
      level: "shipping",
      when: { measure: "amount", atLeast: "99.00" },
      offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] }
    },
    currency: "CNY",
    limits: []
  },
  {
    promotion: {
      id: "pay-200-5",
      level: "payment",
      when: {
        all: [
          { fact: "paymentMethod", op: "in", values: ["sandbox"] },
          { measure: "amount", atLeast: "200.00" }
        ]
      },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "5.00" }] }
    },
    currency: "CNY",
    limits: []
  }
]

/** States goods, prices, offers, stock and staff; again it changes nothing. */
export const furnish = Effect.fnUntraced(function* (
  run: ReturnType<SmallShop["as"]>,
  { stock = 20, uses = 100 }: Story
) {
  yield* run("settings.change", { section: "logistics.delivery", value: delivery })
  yield* run("catalog.defineCategories", { categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
  yield* run("inventory.definePlace", { id: "hangzhou", name: { zh: "杭州仓", en: "Hangzhou" }, position: 0 })
  const goods = [
    { of: product("longjing", "龙井", "Longjing", 250), price: "128.00" },
    { of: product("puer", "普洱", "Pu'er", 357), price: "66.60" },
    { of: product("cup", "茶杯", "cup", 300), price: "39.90" }
  ]
  for (const { of, price } of goods) {
    yield* run("catalog.defineProduct", of)
    yield* run("pricing.state", {
      sku: of.id,
      entries: [{ id: `${of.id}-base`, sku: of.id, currency: "CNY", amount: price }]
    })
  }
  if (stock > 0) {
    yield* run("inventory.receive", {
      reference: "delivery-note-1",
      place: "hangzhou",
      lines: goods.map(({ of }) => ({ sku: of.id, quantity: stock }))
    })
  }
  for (const one of promotions(uses)) yield* run("promotion.define", one)
  for (const [staff, role] of [
    ["clerk-chen", "clerk"],
    ["cashier-gu", "cashier"],
    ["manager-lin", "manager"]
  ]) {
    yield* run("permission.grant", { staff, role })
  }
})

/** The entry of the table that a name such as `order.place` leads to. */
export const entryOf = (kernel: Kernel, name: string): AnyCommand | AnyQuery => {
  const [domain = "", entry = ""] = name.split(".")
  const table = kernel.table as unknown as Record<string, Record<string, AnyCommand | AnyQuery>>
  const found = table[domain]?.[entry]
  if (found === undefined) throw new Error(`no entry ${name}`)
  return found
}

/** Calls `domain.name` of a kernel in an actor's name. */
export const runner =
  (kernel: Kernel): SmallShop["as"] =>
  (actor) =>
  (name, input, key) =>
    call(kernel.engine, entryOf(kernel, name), actor, input, key === undefined ? {} : { key })

/** Opens and furnishes a shop. */
export const openSmallShop = (story: Story, clock: Hand): Effect.Effect<SmallShop, Json, Scope.Scope> =>
  Effect.gen(function* () {
    const gateway = memoryGateway({ name: "sandbox", ...(story.faults === undefined ? {} : { faults: story.faults }) })
    const carrier = memoryCarrier({ name: "slowboat" })
    const kernel = yield* openKernel({
      storage: story.adapter ?? memory(),
      vault: story.vault ?? memoryVault(),
      gateways: [story.dealing?.(gateway) ?? gateway, ...(story.others ?? [])],
      carriers: [carrier]
    })
    const shop: SmallShop = {
      kernel,
      gateway,
      carrier,
      clock,
      as: runner(kernel),
      work: work(kernel.engine, kernel.errands, { limit: 1000 })
    }
    yield* furnish(shop.as(system), story)
    return shop
  })

/** Tells a story in a small shop, on a clock of its own; however it ends, the log must tell the same as the store. */
export const inSmallShop = <A>(story: Story, tell: (shop: SmallShop) => Effect.Effect<A, Json>): Promise<A> => {
  const clock = hand()
  const told = Effect.scoped(
    Effect.flatMap(openSmallShop(story, clock), (shop) =>
      Effect.tap(tell(shop), () =>
        Effect.map(audit(shop.kernel.engine.storage, shopQuestions), ({ violations }) => {
          if (violations.length > 0) throw new Error(violations.join("\n"))
        })
      )
    )
  )
  return Effect.runPromise(Effect.provideService(told, Clock.Clock, clock))
}

/** Fills a cart: pieces by sku, with codes. Answers the cart's id. */
export const fillCart = Effect.fnUntraced(function* (
  shop: SmallShop,
  actor: Actor,
  pieces: Record<string, number>,
  codes: ReadonlyArray<string> = []
) {
  const run = shop.as(actor)
  const { id: cart } = yield* run("cart.open", { currency: "CNY" })
  for (const [sku, quantity] of Object.entries(pieces)) yield* run("cart.addLine", { cart, sku, quantity })
  for (const code of codes) yield* run("cart.enterCode", { cart, code })
  yield* run("cart.choose", { cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  return cart as string
})

/** Fills a cart, has it quoted, and orders it. */
export const order = Effect.fnUntraced(function* (
  shop: SmallShop,
  actor: Actor,
  pieces: Record<string, number>,
  codes: ReadonlyArray<string> = []
) {
  const cart = yield* fillCart(shop, actor, pieces, codes)
  const run = shop.as(actor)
  const quote = yield* run("cart.quote", { cart })
  return yield* run("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
})

/** Delivers the gateway's callbacks that have arrived, as the host's webhook would. */
export const hearGateway = Effect.fnUntraced(function* (
  shop: Pick<SmallShop, "gateway" | "as"> & { readonly clock: Pick<Hand, "now"> }
) {
  for (const callback of yield* shop.gateway.callbacks) {
    const report = yield* shop.gateway.verify(callback, shop.clock.now)
    yield* shop.as(system)("payment.report", {
      ...report,
      amount: { amount: decimal(report.amount.amount), currency: report.amount.currency }
    })
  }
})

const decimal = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`

/** Orders and pays; answers the order as it is then. */
export const orderAndPay = Effect.fnUntraced(function* (
  shop: SmallShop,
  actor: Actor,
  pieces: Record<string, number>,
  codes: ReadonlyArray<string> = []
) {
  const placed = yield* order(shop, actor, pieces, codes)
  yield* shop.work
  yield* shop.gateway.pay(placed.payment)
  yield* hearGateway(shop)
  return yield* shop.as(actor)("order.get", { order: placed.id })
})

/** The trial balance: by unit, the sum over all accounts. */
export const trial = (shop: SmallShop) =>
  Effect.map(shop.kernel.engine.storage.trial, (rows) => rows.filter(({ posted }) => posted !== 0n))

/** What stands on an account. */
export const standing = (shop: SmallShop, id: string) =>
  Effect.map(
    shop.kernel.engine.storage.read({ documents: [], accounts: [id], queries: [], at: shop.clock.now }),
    ({ accounts: [found] }) => ({
      posted: found?.posted ?? 0n,
      outgoing: found?.outgoing ?? 0n,
      incoming: found?.incoming ?? 0n
    })
  )

/** The whole log, and what waits, as text: what a refusal must leave as it is. */
export const state = (shop: SmallShop) =>
  Effect.gen(function* () {
    const { storage } = shop.kernel.engine
    const told = [yield* storage.events(0, 100_000), yield* storage.waiting(1000), yield* storage.trial]
    return JSON.stringify(told, (_, value) => (typeof value === "bigint" ? `${value}` : value))
  })

/** The entries of a shop's table. */
export const entriesOf = (kernel: Kernel): ReadonlyArray<AnyCommand | AnyQuery> =>
  Object.values<Table[string]>({ ...kernel.table }).flatMap((domain) => Object.values(domain))
