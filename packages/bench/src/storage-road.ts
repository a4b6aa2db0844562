import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { collection, command, type Engine, event, integer, intent, put, text } from "pannier/command"
import { refusal } from "pannier/kernel"
import { available } from "pannier/ledger"
import { memoryVault } from "pannier/memory"
import { Money } from "pannier/money"
import type { Storage } from "pannier/storage"
import { coupon, hangzhou, shelf, sold, uses } from "./storage-checkout.ts"

/** The checkout of storage-checkout.ts as a command, so that `execute` is measured with checking, decoding, deciding and encoding. */

const Line = Schema.Struct({
  id: Schema.String,
  sku: Schema.String,
  quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9_999 })),
  price: Money,
  added: Schema.String
})

class Cart extends Schema.Opaque<Cart>()(
  Schema.Struct({
    id: Schema.String,
    customer: Schema.String,
    currency: Schema.String,
    lines: Schema.Array(Line),
    code: Schema.String,
    state: Schema.Literals(["open", "closed"]),
    order: Schema.optionalKey(Schema.String)
  })
) {}

const Address = Schema.Struct({
  country: Schema.String,
  province: Schema.String,
  city: Schema.String,
  street: Schema.String,
  postcode: Schema.String
})

class Order extends Schema.Opaque<Order>()(
  Schema.Struct({
    id: Schema.String,
    customer: Schema.String,
    currency: Schema.String,
    lines: Schema.Array(Line),
    code: Schema.String,
    cart: Schema.String,
    state: Schema.Literals(["placed", "paid"]),
    placed: Schema.Int,
    address: Address,
    totals: Schema.Struct({ goods: Money, discount: Money, freight: Money, total: Money }),
    explanation: Schema.Array(
      Schema.Struct({ line: Schema.String, rule: Schema.String, amount: Money, why: Schema.String })
    )
  })
) {}

class Payment extends Schema.Opaque<Payment>()(
  Schema.Struct({
    id: Schema.String,
    order: Schema.String,
    state: Schema.Literals(["started", "captured"]),
    amount: Money,
    gateway: Schema.String,
    attempts: Schema.Array(Schema.Struct({ id: Schema.String, at: Schema.Int }))
  })
) {}

class Product extends Schema.Opaque<Product>()(
  Schema.Struct({ id: Schema.String, name: Schema.String, price: Money, category: Schema.String })
) {}
class Promotion extends Schema.Opaque<Promotion>()(Schema.Struct({ id: Schema.String, percent: Schema.String })) {}

const carts = collection<Cart>("cart", {
  schema: Cart,
  id: ({ id }) => id,
  columns: { customer: text(({ customer }) => customer), updated: integer(() => 1_750_000_000_000) },
  indexes: { customer: ["customer", "updated"] }
})
const orders = collection<Order>("order", {
  schema: Order,
  id: ({ id }) => id,
  columns: {
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    placed: integer(({ placed }) => placed)
  },
  indexes: { customer: ["customer", "placed"], state: ["state", "placed"] }
})
const payments = collection<Payment>("payment", {
  schema: Payment,
  id: ({ id }) => id,
  columns: { order: text(({ order }) => order), state: text(({ state }) => state) },
  indexes: { order: ["order"] }
})
const products = collection<Product>("product", {
  schema: Product,
  id: ({ id }) => id,
  columns: { category: text(({ category }) => category) },
  indexes: { category: ["category"] }
})
const promotions = collection<Promotion>("promotion", {
  schema: Promotion,
  id: ({ id }) => id,
  columns: { code: text(({ id }) => id) },
  indexes: { code: ["code"] }
})

export const roadCollections = [carts, orders, payments, products, promotions]

const CartClosed = refusal(
  "CartClosed",
  { cart: Schema.String },
  { status: 409, zh: () => "已关闭", en: () => "closed" }
)
const StockShort = refusal(
  "StockShort",
  { sku: Schema.String, available: Schema.BigInt },
  { status: 409, zh: () => "库存不足", en: () => "short" }
)

const Of = (name: string) => Schema.Struct({ [name]: Schema.String })
const cartClosed = event("CartClosed", Of("order"))
const orderPlaced = event("order.made", Schema.Struct({}))
const paymentStarted = event("payment.made", Schema.Struct({}))
const startPayment = intent("payment.start", Of("payment"))
const expireOrder = intent("order.expire", Of("order"))

const PlaceOrder = Schema.Struct({ cart: Schema.String.check(Schema.isMaxLength(64)), address: Address })

/** `order.place`: closes a cart, makes an order and a payment, holds the stock and one use of the coupon. */
export const place = command("order.place", {
  summary: "Places the order of a cart",
  input: PlaceOrder,
  reply: Order,
  refusals: [CartClosed, StockShort],
  permission: "order.place",
  *load({ cart: id }, read) {
    const cart = yield* read.one(carts, id)
    const code = coupon(cart.code)
    const found = yield* read.all({
      products: read.many(
        products,
        cart.lines.map(({ sku }) => sku)
      ),
      promotion: read.one(promotions, cart.code),
      balances: read.balances([...cart.lines.map(({ sku }) => shelf(sku)), uses(code, "left", 0n)])
    })
    return { cart, ...found }
  },
  decide: ({ cart, products: goods, balances }, { address }, { now, id }) => {
    if (cart.state === "closed") return Result.fail({ _tag: "CartClosed", cart: cart.id } as const)
    const order = id("order")
    const payment = id("payment")
    const until = now + 900_000
    let amount = 0n
    for (const [index, line] of cart.lines.entries()) {
      const balance = balances[index]
      const left = balance === undefined ? 0n : (available(balance) ?? 0n)
      if (left < BigInt(line.quantity))
        return Result.fail({ _tag: "StockShort", sku: line.sku, available: left } as const)
      amount += (goods[index]?.price.amount ?? 0n) * BigInt(line.quantity)
    }
    const { currency } = cart
    const discount = amount / 10n
    const total = { amount: amount - discount + 800n, currency }
    const placed: Order = {
      id: order,
      customer: cart.customer,
      currency,
      lines: cart.lines,
      code: cart.code,
      cart: cart.id,
      state: "placed",
      placed: now,
      address,
      totals: {
        goods: { amount, currency },
        discount: { amount: discount, currency },
        freight: { amount: 800n, currency },
        total
      },
      explanation: cart.lines.map((line) => ({
        line: line.id,
        rule: "save",
        amount: { amount: -line.price.amount / 10n, currency },
        why: "code"
      }))
    }
    const paying: Payment = {
      id: payment,
      order,
      state: "started",
      amount: total,
      gateway: "sandbox",
      attempts: [{ id: id("attempt"), at: now }]
    }
    const code = coupon(cart.code)
    const { id: name, customer, lines } = cart
    const closed: Cart = { id: name, customer, currency, lines, code: cart.code, state: "closed", order }
    return Result.succeed({
      reply: placed,
      changes: [
        put(carts, closed, cartClosed.of({ order })),
        put(orders, placed, orderPlaced.of({})),
        put(payments, paying, paymentStarted.of({}))
      ],
      transfers: [
        ...cart.lines.map(({ sku, quantity }, line) => ({
          kind: "hold" as const,
          id: `${order}/stock/${line}`,
          from: shelf(sku),
          to: sold(sku),
          amount: BigInt(quantity),
          until
        })),
        { kind: "hold", id: `${order}/use`, from: uses(code, "left", 0n), to: uses(code, "used"), amount: 1n, until }
      ],
      intents: [
        startPayment.of({ payment }, { lane: payment, due: now }),
        expireOrder.of({ order }, { lane: `${order}/expiry`, due: until })
      ]
    })
  }
})

/** The input of a checkout, as a program gives it. */
export const inputOf = (number: number) => ({ cart: `cart-${number}`, address: hangzhou })

/** An engine that lets everyone do everything, over a storage. */
export const engineOf = (storage: Storage): Engine => ({
  storage,
  vault: memoryVault(),
  authority: {
    *permit() {
      return "granted" as const
    }
  },
  reactions: new Map(),
  vetoes: new Map()
})
