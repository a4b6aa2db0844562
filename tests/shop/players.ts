import { createCipheriv, createDecipheriv } from "node:crypto"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { Chance, work } from "../../src/command/index.ts"
import { memoryCarrier, memoryGateway, memoryVault } from "../../src/memory/index.ts"
import type { Cipher } from "../../src/privacy/index.ts"
import { openKernel } from "../../src/shop/index.ts"
import type { Adapter } from "../../src/storage/index.ts"
import { type Player, shopQuestions, type TraceOptions } from "../../src/testing/index.ts"
import { furnishPresale } from "./presale.ts"
import {
  ann,
  ben,
  clerk,
  day,
  fillCart,
  furnish,
  hand,
  hearGateway,
  hour,
  manager,
  minute,
  order,
  orderAndPay,
  runner,
  type SmallShop,
  system
} from "./small-shop.ts"

/** Chance from a seed (mulberry32), so that two players draw the same ids, keys and nonces. */
export const seeded = (seed: number): Chance => {
  let state = seed | 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    hexadecimal: (length) => Array.from({ length }, () => Math.floor(fraction() * 16).toString(16)).join("")
  }
}

const cipher: Cipher = {
  encrypt: (key, nonce, bound, text) => {
    const one = createCipheriv("aes-256-gcm", key, nonce).setAAD(bound)
    return Buffer.concat([one.update(text), one.final(), one.getAuthTag()])
  },
  decrypt: (key, nonce, bound, secret) => {
    const one = createDecipheriv("aes-256-gcm", key, nonce).setAAD(bound).setAuthTag(secret.subarray(-16))
    return Buffer.concat([one.update(secret.subarray(0, -16)), one.final()])
  }
}

/** A furnished shop on an adapter, that a trace can be played on; `close` it afterwards. */
export const player = async (
  adapter: Adapter,
  seed: number
): Promise<Player & { readonly close: () => Promise<void> }> => {
  const clock = hand()
  const chance = seeded(seed)
  const scope = Effect.runSync(Scope.make())
  const run = <A, E>(program: Effect.Effect<A, E>) =>
    Effect.runPromiseExit(
      program.pipe(Effect.provideService(Clock.Clock, clock), Effect.provideService(Chance, chance))
    )
  const gateway = memoryGateway({ name: "sandbox" })
  const carrier = memoryCarrier({ name: "slowboat" })
  const opened = await run(
    Scope.provide(
      openKernel({ storage: adapter, vault: memoryVault(cipher), gateways: [gateway], carriers: [carrier] }),
      scope
    )
  )
  if (Exit.isFailure(opened)) throw new Error("the shop does not open")
  const kernel = opened.value
  const as = runner(kernel)
  const shop: SmallShop = {
    kernel,
    gateway,
    carrier,
    clock,
    as,
    work: work(kernel.engine, kernel.errands, { limit: 1 })
  }
  const furnished = await run(
    Effect.gen(function* () {
      yield* furnish(as(system), { stock: 20, uses: 3 })
      // Presales: one is to be placed, and three wait, for a deposit, for a tail, and for the gateway to charge a tail.
      yield* furnishPresale(shop)
      const { id: trying } = yield* orderAndPay(shop, ben, { pot: 1 })
      const paid = yield* orderAndPay(shop, ann, { longjing: 2, cup: 1 }, ["SAVE10"])
      yield* orderAndPay(shop, ann, { pot: 1 })
      yield* as(ben)("order.payTail", { order: trying, gateway: "sandbox" })
      yield* order(shop, ben, { pot: 2 })
      const lines = [{ line: paid.lines[0].id, quantity: 1 }]
      yield* as(clerk)("order.ship", { order: paid.id, carrier: "slowboat", place: "hangzhou", lines })
      yield* as(ann)("return.request", { order: paid.id, lines, reason: "damaged" })
      yield* as(ann)("cart.quote", { cart: yield* fillCart(shop, ann, { pot: 1 }) })
      yield* as(ann)("cart.quote", { cart: yield* fillCart(shop, ann, { puer: 2 }, ["SAVE10"]) })
    })
  )
  if (Exit.isFailure(furnished)) throw new Error(`the shop cannot be furnished: ${Cause.pretty(furnished.cause)}`)

  const world = (choice: number) =>
    Effect.gen(function* () {
      const book = yield* gateway.book
      const parcels = yield* carrier.parcels
      const booked = book.at(-1 - ((choice >> 4) % 3))
      const parcel = parcels[(choice >> 4) % Math.max(parcels.length, 1)]
      switch (choice % 8) {
        case 0:
          return parcel === undefined ? "no parcel" : yield* carrier.advance(parcel.shipment, "inTransit")
        case 1:
          return parcel === undefined ? "no parcel" : yield* carrier.advance(parcel.shipment, "delivered")
        case 2:
          return booked === undefined ? "no payment" : yield* gateway.decline(booked.payment)
        case 3:
        case 4:
          return yield* Effect.result(hearGateway({ gateway, as, clock }))
        default:
          return booked === undefined ? "no payment" : yield* gateway.pay(booked.payment)
      }
    })
  return {
    kernel,
    run,
    wait: (milliseconds) => void (clock.now += milliseconds),
    world,
    close: async () => void (await run(Scope.close(scope, Exit.void)))
  }
}

/** The traces of these tests: buyers, staff and the system in a small shop, whose commands are mostly those of buying. */
export const traceOf = (seed: number, turns: number): TraceOptions => ({
  seed,
  turns,
  actors: [
    ann,
    ann,
    ann,
    ben,
    { id: "guest-1", kind: "guest" },
    clerk,
    manager,
    ...Array.from({ length: 6 }, () => system)
  ],
  words: {
    gateway: ["sandbox", "sandbox", "sandbox", "elsewhere"],
    carrier: ["slowboat"],
    option: ["standard"],
    region: ["CN-ZJ"],
    country: ["CN"],
    currency: ["CNY"],
    quantity: [1, 2, 1, 3],
    code: ["SAVE10", "nothing"],
    paymentMethod: ["sandbox"],
    customer: ["ann", "ben"],
    staff: ["clerk-chen", "manager-lin", "nobody"],
    role: ["clerk", "manager", "owner"]
  },
  weights: {
    "cart.addLine": 4,
    "cart.choose": 2,
    "cart.enterCode": 2,
    "cart.quote": 5,
    "order.place": 12,
    "order.pay": 2,
    "order.payTail": 6,
    "order.cancel": 2,
    "order.ship": 8,
    "order.receive": 3,
    "return.request": 5,
    "return.approve": 4,
    "return.receive": 5,
    "payment.refund": 2,
    "catalog.defineProduct": 0.25,
    "catalog.archiveProduct": 0.25,
    "catalog.defineCategories": 0.25,
    "pricing.state": 0.25,
    "promotion.define": 0.25,
    "settings.change": 0.25,
    "permission.revoke": 0.5
  },
  follows: {
    "cart.open": "cart.addLine",
    "cart.addLine": "cart.quote",
    "cart.choose": "cart.quote",
    "cart.enterCode": "cart.quote",
    "cart.quote": "order.place",
    "order.ship": "order.receive",
    "order.receive": "return.request",
    "return.request": "return.approve",
    "return.approve": "return.receive"
  },
  steps: [...Array.from({ length: 14 }, () => 0), 1, 1000, 1000, minute, minute, 10 * minute, hour, day],
  questions: shopQuestions
})
