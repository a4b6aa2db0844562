import * as Effect from "effect/Effect"
import type { Json } from "../../kernel/json.ts"
import { Client } from "./client.ts"
import { cashier, type Counter } from "./counter.ts"
import type { Dice } from "./dice.ts"
import { ebook } from "./ebook.ts"
import { address, goods } from "./furniture.ts"
import { number, object, text } from "../../shop/questions/reading.ts"
import { agree, declined } from "./page.ts"
import { pot } from "./presale.ts"
import { expectBook } from "./reader.ts"
import { awaitedTail, payTail } from "./tail.ts"
import type { World } from "./world.ts"

/** A cart that has a price. */
interface Priced {
  readonly cart: string
  readonly quote: string
  readonly expiresAt: number
  readonly basket: Basket
}

/** How many of the buyers want what is sold on presale, and how many of the others an e-book, alone or beside goods that travel. */
const presaleShare = 0.2
const aloneShare = 0.2
const mixedShare = 0.25

/** A buyer fills a cart, looks at the price, hesitates, orders, and pays, or not. */
export const buy = Effect.fnUntraced(function* (counter: Counter, client: Client, bell: boolean) {
  const { world } = counter
  const { dice, call } = client
  const means = dice.happens(0.4) ? yield* meansOf(counter, client) : undefined
  const basket = dice.happens(presaleShare) ? onPresale(dice) : ordinary(dice)
  const first = yield* fill(client, means, basket)
  if (first === undefined) return
  // Two windows of one browser: over one cart, of which one at most orders, or over two that share a code and a card.
  const windows = dice.fraction()
  const shares = means !== undefined && "cards" in means ? 0.7 : 0.1
  const second = windows < shares ? yield* fill(client, means, ordinary(dice)) : windows > 0.95 ? first : undefined
  yield* bell ? untilBell(world) : hesitate(world, dice, first.expiresAt)
  if (dice.happens(0.03)) yield* call("cart.addLine", { cart: first.cart, sku: "puer", quantity: 1 })
  const orders = [first, ...(second === undefined ? [] : [second])].map((priced) => order(counter, client, priced))
  yield* Effect.all(orders, { concurrency: 2 })
})

/** What goes into a cart, line by line. */
type Basket = ReadonlyArray<{ readonly sku: string; readonly quantity: number }>

const ordinary = (dice: Dice): Basket => {
  const book = { sku: ebook.id, quantity: dice.pick([1, 1, 2, 3]) }
  const wants = dice.fraction()
  if (wants < aloneShare) return [book]
  const lines = dice.pick([1, 1, 2, 3])
  const race = dice.happens(0.3)
  const basket = Array.from({ length: lines }, (_, index) => ({
    sku: race && index === 0 ? "cup" : dice.pick(goods).id,
    quantity: dice.pick([1, 1, 2, 3])
  }))
  if (wants >= aloneShare + mixedShare) return basket
  return dice.happens(0.5) ? [book, ...basket] : [...basket, book]
}

const isBook = ({ sku }: Basket[number]): boolean => sku === ebook.id

// Once in a while with something beside, which is refused: what is on presale is ordered alone.
const onPresale = (dice: Dice): Basket => [
  { sku: pot.id, quantity: dice.pick([1, 1, 2, 3]) },
  ...(dice.happens(0.05) ? [{ sku: "cup", quantity: 1 }] : [])
]

const fill = Effect.fnUntraced(function* (client: Client, means: Means | undefined, basket: Basket) {
  const { dice, call } = client
  const opened = yield* call("cart.open", { currency: "CNY" })
  const cart = text(object(opened)["id"])
  if (cart === "") return undefined
  for (const { sku, quantity } of basket) yield* call("cart.addLine", { cart, sku, quantity })
  if (dice.happens(0.8)) yield* call("cart.enterCode", { cart, code: "SAVE10" })
  // Once in a while without a word on delivery, which is refused when it is to be ordered.
  if (dice.happens(0.9)) {
    const paymentMethod = dice.pick(["sandbox", "sandbox", "sandbox", "harbour"])
    // Of what is not sent no delivery is chosen, mostly.
    const delivers = !basket.every(isBook) || dice.happens(0.1)
    const delivery = delivers ? { delivery: { option: "standard", region: "CN-ZJ" } } : {}
    yield* call("cart.choose", { cart, ...delivery, paymentMethod })
  }
  if (means !== undefined) yield* call("cart.spend", { cart, ...means })
  const quoted = object(yield* call("cart.quote", { cart }))
  const quote = text(quoted["id"])
  return quote === "" ? undefined : ({ cart, quote, expiresAt: number(quoted["expiresAt"]), basket } satisfies Priced)
})

const order = Effect.fnUntraced(function* (counter: Counter, client: Client, { cart, quote, basket }: Priced) {
  const { dice } = client
  // Where nothing is sent nobody need say where to; else it is refused without.
  const says = dice.happens(basket.every(isBook) ? 0.2 : 0.98)
  const gateway = dice.pick(["sandbox", "sandbox", "harbour"])
  const placed = object(yield* client.call("order.place", { cart, quote, ...(says ? { address } : {}), gateway }))
  const id = text(placed["id"])
  if (id === "") return
  counter.checkouts++
  counter.orders.push({ id, buyer: client.actor })
  if (text(placed["payment"]) !== "") yield* settle(counter.world, client, id, placed)
  if (basket.some(isBook)) yield* expectBook(counter, client, id)
  const tail = awaitedTail(placed)
  if (tail !== undefined) yield* payTail(counter, client, tail)
})

/** How far apart the bells are, in milliseconds. */
const betweenBells = 60_000

// When it rings, everybody presses at once.
const untilBell = ({ schedule, outside }: World): Effect.Effect<void> =>
  schedule.sleep(outside, betweenBells - (schedule.now % betweenBells))

// Some are as slow as they can be: exactly at an instant is neither before nor after it.
const hesitate = (world: World, dice: Dice, expiresAt: number): Effect.Effect<void> => {
  const { schedule, outside } = world
  const left = expiresAt - schedule.now
  const course = dice.below(20)
  if (course === 0) return schedule.sleep(outside, left)
  if (course === 1) return schedule.sleep(outside, left - 1)
  if (course === 2) return schedule.sleep(outside, dice.delay(2 * left))
  if (course < 6) return schedule.sleep(outside, dice.delay(left))
  return course < 12 ? untilBell(world) : Effect.void
}

/** What beside money a cart is paid with. */
type Means =
  | { readonly cards: ReadonlyArray<{ readonly card: string }> }
  | { readonly points: number }
  | { readonly credit: object }

const meansOf = Effect.fnUntraced(function* (counter: Counter, client: Client) {
  const { dice, actor } = client
  const { world, cards } = counter
  const own = cards.get(actor.id) ?? []
  // A card that is in another cart too; once in a while it is somebody else's.
  const others = world.ids("giftCard").slice(-4)
  if (own.length > 0 && dice.happens(0.5)) return { cards: [{ card: dice.pick(own.slice(-2)) }] }
  if (others.length > 0 && dice.happens(0.1)) return { cards: [{ card: dice.pick(others) }] }
  if (dice.happens(0.3)) return { points: dice.pick([1, 50, 100]) }
  if (dice.happens(0.3)) return { credit: {} }
  const desk = new Client(world, cashier, dice, `${client.name}-card`)
  const amount = { amount: dice.pick(["10.00", "39.90", "200.00"]), currency: "CNY" }
  const issued = object(yield* desk.call("payment.issueGiftCard", { customer: actor.id, amount }))
  const card = text(issued["id"])
  if (card === "") return undefined
  cards.set(actor.id, [...own, card])
  return { cards: [{ card }] }
})

/** A buyer at the gateway: pays, is declined and pays elsewhere, cancels, or goes away. */
const settle = Effect.fnUntraced(function* (world: World, client: Client, id: string, placed: Json) {
  const { dice, call } = client
  const { schedule, outside } = world
  const from = object(placed)
  const payment = text(from["payment"])
  const course = dice.below(20)
  if (course === 0) return
  if (course === 1) yield* call("order.cancel", { order: id })
  // So late that the shop hears of it only when the time is over.
  if (course === 2 || course === 8 || course === 9) {
    const left = number(from["expiresAt"]) - schedule.now
    yield* schedule.sleep(outside, left - dice.pick([1, 1, 2, 1_000, 10_000]))
    yield* agree(world, dice, payment, 0)
    // Has it gone through? Better not to wait.
    if (course === 9) yield* call("order.cancel", { order: id })
    return
  }
  if (course === 3) yield* schedule.sleep(outside, dice.delay(7_200_000))
  if (course === 4) {
    yield* Effect.all([call("order.cancel", { order: id }), agree(world, dice, payment)], { concurrency: 2 })
    return
  }
  if (course === 5) {
    yield* declined(world, dice, payment)
  }
  if (course === 5 || course === 6) {
    const again = object(yield* call("order.pay", { order: id, gateway: dice.pick(["sandbox", "harbour"]) }))
    const second = text(again["payment"])
    // Pays on the page that is still open, on the new one, or on both.
    if (dice.happens(0.5)) yield* agree(world, dice, payment)
    if (second !== "" && dice.happens(0.8)) yield* agree(world, dice, second)
    return
  }
  yield* agree(world, dice, payment)
  if (course === 7) yield* call("order.cancel", { order: id })
})
