/** `npm run replay -- FILE`: real baskets down the whole road: cart, quote, order, payment, parcel, receipt, and some of them back. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import { type Actor, system } from "pannier/command"
import { RefusedError } from "pannier/shop"
import { audit, shopQuestions } from "pannier/testing"
import { inParallel } from "../site/furnish.ts"
import { readTill, type Till } from "./baskets.ts"
import { openRoad, type Road } from "./road.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { store: { type: "string" }, first: { type: "string" } }
})
const [path] = positionals
if (path === undefined) {
  console.error("用法 · usage: npm run replay -- FILE [--first N] [--store PATH]")
  process.exit(2)
}

/** Buyers come again: so many of them share all baskets. */
const buyers = 500
const hands = 32

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const furnish = async ({ shop }: Road, { wares }: Till): Promise<void> => {
  const run = shop.as(system)
  await run.settings.change({
    section: "logistics.delivery",
    value: {
      options: [
        {
          id: "standard",
          name: { zh: "标准快递", en: "Standard" },
          carrier: "sandbox",
          days: { from: 2, until: 4 },
          heaviestGrams: 1_000_000,
          rates: [
            {
              currency: "CNY",
              elsewhere: {
                kind: "weight",
                first: { grams: 1000, amount: yuan("8.00") },
                next: { grams: 500, amount: yuan("1.50") }
              },
              regions: []
            }
          ]
        }
      ],
      pollAfter: 10_080
    }
  })
  await run.catalog.defineCategories({ categories: [{ id: "groceries", name: { zh: "杂货", en: "Groceries" } }] })
  await run.inventory.definePlace({ id: "store", name: { zh: "门店", en: "Store" }, position: 0 })
  await inParallel(wares, hands, async ({ sku, name, price, weightGrams }) => {
    await run.catalog.defineProduct({
      id: sku,
      merchant: "grocer",
      category: "groceries",
      name: { zh: name, en: name },
      description: { zh: name, en: name },
      kind: "physical",
      tags: [],
      attributes: {},
      tax: { included: true, rates: [{ id: "vat", rate: "0.09" }] },
      options: [],
      state: "active",
      variants: [{ sku, options: {}, weightGrams }]
    })
    await run.pricing.state({ sku, entries: [{ id: `${sku}-till`, sku, currency: "CNY", amount: price }] })
  })
  // Enough for nine tenths of the demand: the last baskets find an empty shelf.
  const lines = wares.flatMap(({ sku, demand }) => {
    const quantity = Math.floor((demand * 9) / 10)
    return quantity > 0 ? [{ sku, quantity }] : []
  })
  await run.inventory.receive({ reference: "opening-1", place: "store", lines })
  for (const offer of offers) await run.promotion.define(offer)
}

const offers = [
  {
    promotion: {
      id: "every-100-12",
      level: "platform" as const,
      offer: {
        kind: "every" as const,
        measure: "amount" as const,
        each: "100.00",
        rewards: [{ kind: "amount" as const, amount: "12.00" }]
      }
    },
    currency: "CNY",
    limits: []
  },
  {
    promotion: {
      id: "free-delivery-99",
      level: "shipping" as const,
      when: { measure: "amount" as const, atLeast: "99.00" },
      offer: { kind: "grant" as const, rewards: [{ kind: "shipping" as const, percent: "100" }] }
    },
    currency: "CNY",
    limits: []
  }
]

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

/** One basket all the way; one in twenty comes back in part. Answers how it ended. */
const walk = async (
  { shop, nudge, pay, deliver }: Road,
  basket: ReadonlyArray<string>,
  index: number
): Promise<string> => {
  const actor: Actor = { id: `buyer-${index % buyers}`, kind: "customer" }
  const as = shop.as(actor)
  const staff = shop.as(system)
  const { id: cart } = await as.cart.open({ currency: "CNY" })
  for (const sku of basket) await as.cart.addLine({ cart, sku, quantity: 1 })
  await as.cart.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const quote = await as.cart.quote({ cart })
  const order = await as.order.place({ cart, quote: quote.id, address, gateway: "sandbox" })
  await nudge()
  await pay(order.payment ?? "")
  const lines = order.lines.map(({ id, quantity }) => ({ line: id, quantity }))
  await staff.order.ship({ order: order.id, carrier: "sandbox", place: "store", lines })
  await nudge()
  const {
    shipments: [parcel]
  } = await as.order.full({ order: order.id })
  await deliver(parcel?.id ?? "")
  const received = await as.order.receive({ order: order.id })
  if (index % 20 !== 19) return received.state
  const [line] = lines
  if (line === undefined) return received.state
  const back = await as.return.request({
    order: order.id,
    lines: [{ ...line, quantity: 1 }],
    reason: "no longer wanted"
  })
  await staff.return.approve({ return: back.id })
  await staff.return.receive({ return: back.id, place: "store", scrapped: [] })
  await nudge()
  return (await as.return.get({ return: back.id })).state
}

const folder = mkdtempSync(join(tmpdir(), "pannier-replay-"))
const till = readTill(readFileSync(path, "utf8"))
const baskets = till.baskets.slice(0, values.first === undefined ? undefined : Number(values.first))
const road = await openRoad(values.store ?? join(folder, "shop.db"))
const began = performance.now()
await furnish(road, till)

const endings = new Map<string, number>()
const refusals = new Map<string, number>()
const count = (of: Map<string, number>, what: string): void => void of.set(what, (of.get(what) ?? 0) + 1)
let done = 0
const told = (): void => {
  const share = done / baskets.length
  const line = `[${"#".repeat(Math.round(share * 30)).padEnd(30, ".")}] ${done}/${baskets.length} baskets, ${((performance.now() - began) / 1000).toFixed(0)} s`
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
  else if (done % 1000 === 0 || done === baskets.length) console.log(line)
}
await inParallel([...baskets.entries()], hands, async ([index, basket]) => {
  try {
    count(endings, await walk(road, basket, index))
  } catch (cause) {
    if (!(cause instanceof RefusedError)) throw cause
    count(refusals, cause._tag)
  }
  done++
  told()
})
await road.nudge()
const seconds = (performance.now() - began) / 1000
const orders = [...endings.values()].reduce((sum, one) => sum + one, 0)
const trial = await Effect.runPromise(road.shop.storage.trial)
const found = await Effect.runPromise(audit(road.shop.storage, shopQuestions))
await road.close()
rmSync(folder, { recursive: true, force: true })

console.log(`\nbaskets: ${baskets.length}`)
console.log(`orders: ${orders} (${[...endings].map(([state, number]) => `${state} ${number}`).join(", ")})`)
console.log(`refusals: ${[...refusals].map(([tag, number]) => `${tag} ${number}`).join(", ") || "none"}`)
console.log(`seconds: ${seconds.toFixed(1)} (${(baskets.length / seconds).toFixed(0)} baskets a second)`)
console.log(
  `audited: ${found.entries} commits, ${found.events} events, ${found.lines} lines, ${found.documents} documents, ${found.accounts} accounts`
)
console.log("trial balance by unit:")
for (const { unit, accounts, debit, posted } of trial) {
  console.log(
    `  ${unit.padEnd(36)} ${String(accounts).padStart(8)} accounts ${String(debit).padStart(14)} in all, sum ${posted}`
  )
}
const unbalanced = trial.filter(({ posted }) => posted !== 0n)
const violations = [...found.violations, ...unbalanced.map(({ unit, posted }) => `${unit} sums to ${posted}`)]
for (const wrong of violations.slice(0, 20)) console.log(`  ${wrong}`)
console.log(`violations: ${violations.length}`)
process.exitCode = violations.length === 0 ? 0 : 1
