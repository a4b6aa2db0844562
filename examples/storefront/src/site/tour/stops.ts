/** The stops of the tour: each really does what it tells, and shows what the ledger recorded. */
import { system } from "pannier/command"
import type { TourResult, TourStopId } from "../../look/index.ts"
import { money } from "../../text/format.ts"
import type { Language } from "../../text/index.ts"
import { movesOf } from "../desk/ledger.ts"
import type { House } from "../house.ts"
import { offerName } from "../pages/priced.ts"
import { orderWords, refundWords, stateOf } from "../words.ts"
import { killed } from "./killed.ts"
import { placed, quoted, stranger } from "./order.ts"

/** Does one stop, in the language of whoever asked. */
export type Stop = (house: House, language: Language) => Promise<TourResult>

const say =
  (language: Language) =>
  (zh: string, en: string): string =>
    language === "zh" ? zh : en

const anything = (house: House, at: (left: number) => boolean): string => {
  const found = house.goods.all
    .flatMap(({ kind, variants }) => (kind === "physical" ? variants : []))
    .find(({ left }) => at(left))
  if (found === undefined) throw new Error("there is nothing on the shelves")
  return found.sku
}

/** Two buyers want all that is left of one article in the same instant. */
const lastPiece: Stop = async (house, language) => {
  const t = say(language)
  const run = house.shop.as(system)
  const sku = anything(house, (left) => left <= 1)
  const stock = await run.inventory.stock({ sku })
  const place = stock.places[0]?.place.id ?? "hangzhou"
  const lent = stock.available < 1 ? [{ sku, quantity: 1 }] : []
  const reference = `tour-${crypto.randomUUID()}`
  if (lent.length > 0) await run.inventory.receive({ reference, place, lines: lent })
  const { available } = await run.inventory.stock({ sku })
  const buyers = [stranger(), stranger()]
  // Both have seen it on the shelf, both have a price in their hands.
  const carts = await Promise.all(buyers.map((buyer) => quoted(house, buyer, { [sku]: available })))
  const results = await Promise.all(
    buyers.map((buyer, index) => house.shop.as(buyer).order.place.result(carts[index] as (typeof carts)[number]))
  )
  const won = results.flatMap((one, index) =>
    one._tag === "Success" ? [{ order: one.success, buyer: buyers[index] }] : []
  )
  const lost = results.flatMap((one) => (one._tag === "Failure" ? [one.failure] : []))
  const [winner] = won
  const ledger = await movesOf(
    { house, language },
    (winner?.order.lines ?? []).flatMap(({ places }) => places.map((one) => `shelf/${one.place}/${sku}`))
  )
  // The piece goes back on the shelf, so that the next visitor can see it too; one that was lent for the tour goes back where it came from.
  for (const { order, buyer } of won)
    if (buyer !== undefined) await house.shop.as(buyer).order.cancel({ order: order.id })
  await house.nudge()
  if (lent.length > 0) await run.inventory.sendBack({ reference: `${reference}-back`, place, lines: lent })
  const [refusal] = lost
  return {
    mood: won.length === 1 ? "good" : "bad",
    summary: t("一位下了单，另一位立刻得到实话。", "One has ordered; the other was told the truth at once."),
    facts: [
      { name: t("货号", "SKU"), value: sku },
      { name: t("架上", "On the shelf"), value: String(available) },
      { name: t("成交", "Ordered"), value: String(won.length) },
      {
        name: t("另一位听到", "The other heard"),
        value:
          refusal?._tag === "StockShort"
            ? t(`库存不足，可用 ${refusal.available}`, `out of stock, ${refusal.available} available`)
            : (refusal?._tag ?? "–")
      }
    ],
    ledger: ledger.slice(-4)
  }
}

/** The button is pressed twice, and the provider tells of it twice. */
const payTwice: Stop = async (house, language) => {
  const t = say(language)
  const buyer = stranger()
  const order = await placed(house, buyer, { [anything(house, (left) => left > 5)]: 1 })
  const payment = order.payment ?? ""
  await Promise.all([house.gateway.pay(payment, "doubled"), house.gateway.pay(payment, "doubled")])
  await house.gateway.deliver()
  await house.nudge()
  const now = await house.shop.as(buyer).order.full({ order: order.id })
  const captured = now.accounts.find(({ account }) => account === `captured:${payment}`)
  const ledger = await movesOf({ house, language }, [`captured:${payment}`])
  // It has shown what it had to: nobody is to pack it.
  await house.shop.as(buyer).order.cancel({ order: order.id })
  await house.nudge()
  return {
    mood: now.order.state === "paid" ? "good" : "bad",
    summary: t(
      "付了两次，通知来了不止一遍，账上只有一笔。",
      "Paid twice, told more than once, and the books have it once."
    ),
    facts: [
      { name: t("应付", "Due"), value: money(language, order.total) },
      {
        name: t("已收", "Captured"),
        value: money(language, { amount: decimal(captured?.posted ?? "0"), currency: "CNY" })
      },
      { name: t("订单", "Order"), value: stateOf(orderWords, now.order.state, language).label }
    ],
    ledger
  }
}

const decimal = (minor: string): string => `${BigInt(minor) / 100n}.${String(BigInt(minor) % 100n).padStart(2, "0")}`

/** The money is taken, the notice is late, and the buyer gives up meanwhile. */
const lateAnswer: Stop = async (house, language) => {
  const t = say(language)
  const buyer = stranger()
  const as = house.shop.as(buyer)
  const sku = anything(house, (left) => left > 5)
  const order = await placed(house, buyer, { [sku]: 1 })
  await house.gateway.pay(order.payment ?? "", "late", 30)
  const unaware = await as.order.get({ order: order.id })
  const cancelling = await as.order.cancel({ order: order.id })
  await house.nudge()
  await house.nudge()
  const now = await as.order.full({ order: order.id })
  return {
    mood: now.order.state === "cancelled" && now.refunds.length === 1 ? "good" : "bad",
    summary: t(
      "商店在放货之前先问了支付方：钱已收下，于是原路退回。",
      "Before it let the goods go, the shop asked the provider, learned that it was paid, and sent the money back."
    ),
    facts: [
      {
        name: t("付款之后，商店以为", "After paying, the shop thought"),
        value: stateOf(orderWords, unaware.state, language).label
      },
      { name: t("取消之后", "After cancelling"), value: stateOf(orderWords, cancelling.state, language).label },
      { name: t("问过之后", "After asking"), value: stateOf(orderWords, now.order.state, language).label },
      {
        name: t("退款", "Refund"),
        value: now.refunds
          .map(({ amount, state }) => `${money(language, amount)} ${stateOf(refundWords, state, language).label}`)
          .join(", ")
      }
    ],
    ledger: await movesOf({ house, language }, [`captured:${order.payment ?? ""}`])
  }
}

/** Three pieces under an offer across shops; one of them goes back, then the others. */
const partialRefund: Stop = async (house, language) => {
  const t = say(language)
  const buyer = stranger()
  const as = house.shop.as(buyer)
  const staff = house.shop.as(system)
  const sku = anything(house, (left) => left > 8)
  const price = Number(house.goods.ofSku(sku)?.variant.price.amount ?? 1)
  // Enough for the offer across shops, and a number that a cent cannot be shared by evenly.
  const pieces = Math.min(8, Math.max(3, Math.ceil(310 / price)))
  const order = await placed(house, buyer, { [sku]: pieces })
  await house.gateway.pay(order.payment ?? "")
  await house.gateway.deliver()
  const [line] = order.lines
  if (line === undefined) throw new Error("the order has no line")
  await staff.order.ship({
    order: order.id,
    carrier: "sandbox",
    place: line.places[0]?.place ?? "hangzhou",
    lines: [{ line: line.id, quantity: line.quantity }]
  })
  const shares: Array<string> = []
  for (const quantity of [1, pieces - 1]) {
    const asked = await as.return.request({
      order: order.id,
      lines: [{ line: line.id, quantity }],
      reason: "no longer wanted"
    })
    await staff.return.approve({ return: asked.id })
    const back = await staff.return.receive({
      return: asked.id,
      place: line.places[0]?.place ?? "hangzhou",
      scrapped: []
    })
    shares.push(back.amount?.amount ?? "0.00")
  }
  await house.nudge()
  const paid = order.quote.lines[0]?.gross ?? "0.00"
  const whole = shares.reduce((sum, share) => sum + fen(share), 0n) === fen(paid)
  return {
    mood: whole ? "good" : "bad",
    summary: t(
      `退 1 件得 ${money(language, cny(shares[0]))}，其余再退得 ${money(language, cny(shares[1]))}：合起来分毫不差。`,
      `One piece brought back ${money(language, cny(shares[0]))}, the others ${money(language, cny(shares[1]))}: together exactly what was paid.`
    ),
    facts: [
      { name: t("件数", "Pieces"), value: String(pieces) },
      {
        name: t("用上的优惠", "Offers applied"),
        value: order.quote.applied.map((offer) => offerName(offer, language)).join(t("、", ", "))
      },
      { name: t("为它们付了", "Paid for them"), value: money(language, cny(paid)) },
      {
        name: t("两次退款之和", "Both refunds together"),
        value: money(language, cny(decimal(String(shares.reduce((sum, share) => sum + fen(share), 0n)))))
      }
    ],
    ledger: await movesOf({ house, language }, [`captured:${order.payment ?? ""}`])
  }
}

const fen = (amount: string): bigint => BigInt(amount.replace(".", ""))
const cny = (amount: string | undefined) => ({ amount: amount ?? "0.00", currency: "CNY" })

export const stops: Readonly<Record<TourStopId, Stop>> = {
  "last-piece": lastPiece,
  "pay-twice": payTwice,
  "late-answer": lateAnswer,
  "partial-refund": partialRefund,
  killed
}

export const isStop = (id: string): id is TourStopId => Object.hasOwn(stops, id)
