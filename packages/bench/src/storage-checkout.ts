import type { Account } from "pannier/ledger"
import type { Commit, Write } from "pannier/storage"

const skus = 1_000
const coupons = 20

/** Enough for every run: nothing is ever short, so both sides always write. */
const plenty = 1_000_000_000n

const account = (id: string, owner: string, unit: string, floor?: bigint): Account => ({
  id,
  owner,
  unit,
  ...(floor !== undefined && { floor })
})

/** Where a sku's stock stands, and the uses of a coupon. */
export const shelf = (sku: string) => account(`stock/${sku}/shelf`, sku, `variant:${sku}`, 0n)
export const sold = (sku: string) => account(`stock/${sku}/sold`, sku, `variant:${sku}`)
const supply = (sku: string) => account(`stock/${sku}/supply`, sku, `variant:${sku}`)
export const uses = (code: number, place: string, floor?: bigint) =>
  account(`coupon/SAVE${code}/${place}`, `SAVE${code}`, `uses:SAVE${code}`, floor)

/** The number of a coupon's code. */
export const coupon = (code: string): number => Number(code.slice("SAVE".length))

export const hangzhou = {
  country: "CN",
  province: "浙江省",
  city: "杭州市",
  street: "文三路 90 号",
  postcode: "310012"
}

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const empty = { guards: [], writes: [], claims: [], transfers: [], intents: [], done: [] }

const made = (collection: string, id: string, json: string, columns: Write["columns"]): Write => ({
  collection,
  id,
  expected: 0,
  json,
  columns,
  event: { type: `${collection}.made`, data: "{}" },
  change: `{"set":${json},"unset":[]}`
})

/** What stands before the first checkout: products, coupons, stock. */
export const seeding = (at: number): ReadonlyArray<Commit> => {
  const products = Array.from(
    { length: skus },
    (_, sku): Commit => ({
      ...empty,
      key: `seed/product/${sku}`,
      fingerprint: "",
      at,
      actor: "staff/1",
      reason: "product.add",
      writes: [
        made(
          "product",
          `sku-${sku}`,
          JSON.stringify({
            id: `sku-${sku}`,
            name: `Product ${sku}`,
            price: yuan("19.90"),
            category: `category-${sku % 40}`
          }),
          {
            category: `category-${sku % 40}`
          }
        )
      ],
      transfers: [
        { kind: "post", id: `seed/stock/${sku}`, from: supply(`sku-${sku}`), to: shelf(`sku-${sku}`), amount: plenty }
      ],
      reply: "{}"
    })
  )
  const promotions = Array.from(
    { length: coupons },
    (_, code): Commit => ({
      ...empty,
      key: `seed/coupon/${code}`,
      fingerprint: "",
      at,
      actor: "staff/1",
      reason: "promotion.add",
      writes: [
        made("promotion", `SAVE${code}`, JSON.stringify({ id: `SAVE${code}`, percent: "10" }), { code: `SAVE${code}` })
      ],
      transfers: [
        {
          kind: "post",
          id: `seed/uses/${code}`,
          from: uses(code, "supply"),
          to: uses(code, "left", 0n),
          amount: plenty
        }
      ],
      reply: "{}"
    })
  )
  return [...products, ...promotions]
}

/** The instant at which a checkout is asked for: one comes a millisecond after the other. */
const instantOf = (number: number): number => 1_790_000_000_000 + number

// Digits that look like chance and are the same in every run.
const digitsOf = (number: number, count: number): string =>
  Array.from({ length: count }, (_, at) => (Math.imul(number + 1, 2_654_435_761 + 2 * at) >>> 27).toString(32)).join("")

/** The key of a checkout as a client makes it: a UUID of version 7, RFC 9562. */
export const keyOf = (number: number): string => {
  const instant = instantOf(number).toString(16).padStart(12, "0")
  const chance = (Math.imul(number + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, "0")
  return `${instant.slice(0, 8)}-${instant.slice(8)}-7${chance.slice(0, 3)}-8${chance.slice(3, 6)}-${chance}${chance.slice(4)}`
}

/** The seed of a checkout's ids, as long as those of `execute`: an instant and 80 bits of chance, to the base 32. */
const seedOf = (number: number): string => instantOf(number).toString(32).padStart(9, "0") + digitsOf(number, 16)

const cartOf = (number: number) => ({
  id: `cart-${number}`,
  customer: `customer-${number % 5_000}`,
  currency: "CNY",
  lines: [0, 1, 2].map((line) => ({
    id: `line-${line}`,
    sku: `sku-${skuOf(number, line)}`,
    quantity: 1 + ((number + line) % 3),
    price: yuan("19.90"),
    added: "2026-11-22T10:00:00.000Z"
  })),
  code: `SAVE${number % coupons}`
})

// Three different skus of an order, spread over the catalog in no order.
const skuOf = (number: number, line: number): number => (number * 389 + line * 337) % skus

/** The cart that a checkout closes, which stands before it. */
export const opening = (number: number, at: number): Commit => {
  const cart = JSON.stringify({ ...cartOf(number), state: "open" })
  return {
    ...empty,
    key: `cart.add/${number}`,
    fingerprint: "",
    at,
    actor: `customer-${number % 5_000}`,
    reason: "cart.add",
    writes: [made("cart", `cart-${number}`, cart, { customer: `customer-${number % 5_000}`, updated: at })],
    reply: "{}"
  }
}

/**
 * A checkout of three lines as `order.place` decides it: the cart closes, an order and a payment are made, three holds of
 * stock and one of a coupon, two intents, three events, one reply. Products and promotion are guarded.
 */
export const checkout = (number: number, at: number): Commit => {
  const cart = cartOf(number)
  const seed = seedOf(number)
  const [orderId, paymentId] = [`order_${seed}0`, `payment_${seed}1`]
  const totals = { goods: yuan("119.40"), discount: yuan("11.94"), freight: yuan("8.00"), total: yuan("115.46") }
  const order = JSON.stringify({
    ...cart,
    id: orderId,
    cart: cart.id,
    state: "placed",
    placed: at,
    address: hangzhou,
    totals,
    explanation: cart.lines.map(({ id }) => ({ line: id, rule: "save", amount: yuan("-3.98"), why: "code" }))
  })
  const payment = JSON.stringify({
    id: paymentId,
    order: orderId,
    state: "started",
    amount: { amount: "115.46", currency: "CNY" },
    gateway: "sandbox",
    attempts: [{ id: `attempt_${seed}2`, at }]
  })
  const until = at + 900_000
  const code = number % coupons
  return {
    key: `order.place/${cart.customer}/${keyOf(number)}`,
    fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    at,
    actor: cart.customer,
    reason: "order.place",
    guards: [
      ...cart.lines.map(({ sku }) => ({ collection: "product", id: sku, version: 1 })),
      { collection: "promotion", id: cart.code, version: 1 }
    ],
    writes: [
      {
        collection: "cart",
        id: cart.id,
        expected: 1,
        json: JSON.stringify({ ...cart, state: "closed", order: orderId }),
        columns: { customer: cart.customer, updated: at },
        event: { type: "CartClosed", data: JSON.stringify({ order: orderId }) },
        change: `{"set":{"state":"closed","order":"${orderId}"},"unset":[]}`
      },
      made("order", orderId, order, { customer: cart.customer, state: "placed", placed: at }),
      made("payment", paymentId, payment, { order: orderId, state: "started" })
    ],
    claims: [],
    transfers: [
      ...cart.lines.map(({ quantity }, line) => ({
        kind: "hold" as const,
        id: `${orderId}/stock/${line}`,
        from: shelf(`sku-${skuOf(number, line)}`),
        to: sold(`sku-${skuOf(number, line)}`),
        amount: BigInt(quantity),
        until
      })),
      {
        kind: "hold",
        id: `${orderId}/use`,
        from: uses(code, "left", 0n),
        to: uses(code, "used"),
        amount: 1n,
        until
      }
    ],
    intents: [
      {
        id: `int_${seed}0`,
        lane: paymentId,
        kind: "payment.start",
        payload: JSON.stringify({ payment: paymentId }),
        due: at
      },
      {
        id: `int_${seed}1`,
        lane: `${orderId}/expiry`,
        kind: "order.expire",
        payload: JSON.stringify({ order: orderId }),
        due: until
      }
    ],
    done: [],
    reply: order
  }
}
