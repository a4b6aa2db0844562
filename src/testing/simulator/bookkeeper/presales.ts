import { canonical, type Json, type JsonObject } from "../../../kernel/json.ts"
import { list, minor, number, object, text, units } from "../../../shop/questions/reading.ts"
import type { FinalLaw } from "./partners.ts"
import { clockTolerance, type PrefixLaw } from "./prefixes.ts"
import { type ExpectedPresale, isPaid, type Passing, quoteOf, type Told } from "./told.ts"

const hour = 3_600_000

/** What the settings say of a section by now; nothing was stated: nothing. */
const section = (told: Told, name: string): JsonObject =>
  object(object(told.document("settings", "settings")["sections"])[name])

/** Whether a selection takes an article; `undefined`: it is of a kind that is not judged here. */
const takes = (select: Json | undefined, sku: string): boolean | undefined => {
  if (select === undefined) return true
  const { fact, op, values } = object(select)
  return fact === "sku" && op === "in" && Array.isArray(values) ? values.includes(sku) : undefined
}

/** The one promotion by which all goods of an order are on deposit: `mixed`, that some are and some are not. */
const depositOffer = (told: Told, order: JsonObject): JsonObject | "mixed" | undefined => {
  const skus = list(order["lines"]).flatMap((line) => (line["giftOf"] === undefined ? [text(line["sku"])] : []))
  for (const { promotion } of told.all("promotion")) {
    const { offer, select, codes, when } = object(promotion)
    if (object(offer)["kind"] !== "deposit" || codes !== undefined || when !== undefined) continue
    const on = skus.filter((sku) => takes(select, sku) === true)
    if (on.length > 0) return on.length === skus.length ? object(promotion) : "mixed"
  }
  return undefined
}

/** L07 L15 L16 L25: what is due first and what at the tail, until when, and under what terms. */
const placed = (told: Told, order: JsonObject): void => {
  const id = text(order["id"])
  const stated = object(order["deposit"])
  const offered = depositOffer(told, order)
  if (offered === "mixed") return told.broken("L16", `order ${id} has goods on presale and others`)
  if (offered === undefined) {
    if (order["deposit"] !== undefined) told.broken("L16", `order ${id} asks for a deposit that nobody offers`)
    return
  }
  const quote = quoteOf(order)
  const currency = text(quote["currency"])
  const of = (json: Json | undefined) => units(json, currency)
  const { pay, counts, tail: window } = object(offered["offer"])
  const pieces = list(order["lines"]).reduce((sum, line) => sum + BigInt(number(line["quantity"])), 0n)
  const now = of(pay) * pieces
  const lines = list(quote["lines"])
  const off = lines
    .flatMap((line) => list(line["adjustments"]))
    .reduce((sum, one) => (one["promotion"] === offered["id"] ? sum + of(one["amount"]) : sum), 0n)
  const worth = lines.reduce((sum, line) => sum + of(line["amount"]), 0n)
  // It may count for less only where that leaves no more than is paid now.
  if (off !== (of(counts) - of(pay)) * pieces && worth > now)
    told.broken("L15", `the deposits of order ${id} count for ${now + off}, ${of(counts) * pieces} were promised`)
  const due = minor(order["total"])
  // Points and cards pay of the tail first.
  const first = now < due ? now : due
  const tail = due - first
  if (tail === 0n) return
  if (minor(stated["amount"]) !== first || minor(stated["tail"]) !== tail) {
    const [is, then] = [minor(stated["amount"]), minor(stated["tail"])]
    told.broken("L07", `order ${id} asks for ${is} now and ${then} then, not for ${first} and ${tail}`)
  }
  const terms = section(told, "order.presale")
  const hours = object(terms["tailWindow"] ?? { opensAfter: 0, lasts: 72 })
  const at = number(order["placedAt"])
  const from = window === undefined ? at + number(hours["opensAfter"]) * hour : instant(object(window)["from"])
  const until = window === undefined ? from + number(hours["lasts"]) * hour : instant(object(window)["until"])
  if (stated["from"] !== from || stated["until"] !== until)
    told.broken("L25", `the tail of order ${id} is due in another window than was stated`)
  const { grace = 72 } = section(told, "order.policy")
  if (number(order["heldUntil"]) !== until + number(grace) * hour)
    told.broken("L25", `order ${id} holds its goods for another time than its tail is waited for`)
  if (at >= until) told.broken("L16", `order ${id} is placed when the time of its tail is over`)
  if (canonical(object(stated["terms"])) !== canonical(terms))
    told.broken("L16", `order ${id} is placed under other terms than stand`)
  const whole = of(quote["grand"])
  told.presales.set(id, { first, tail, from, until, terms, whole, paid: first === 0n })
}

const instant = (json: Json | undefined): number => Date.parse(text(json))

/** L16 L25: a payment asks for what its order owes next, and for a tail only while that can be paid. */
const asked = (told: Told, payment: JsonObject, at: number): void => {
  const id = text(payment["id"])
  const order = told.document("order", payment["order"])
  const presale = told.presales.get(text(payment["order"]))
  const tail = presale?.paid === true
  const due = presale === undefined ? minor(order["total"]) : tail ? presale.tail : presale.first
  told.act("L16")
  if (minor(payment["amount"]) !== due)
    told.broken("L16", `payment ${id} asks for ${minor(payment["amount"])}, and ${due} is due`)
  const made = number(payment["createdAt"])
  if (Math.abs(at - made) > clockTolerance)
    told.broken("L60", `payment ${id} is made at another time than its entry in the log`)
  if (presale === undefined || !tail) return
  told.act("L25")
  if (made < presale.from || made >= presale.until)
    told.broken("L25", `payment ${id} is made while the tail of its order cannot be paid`)
}

/** What becomes of a deposit whose tail does not follow: article 587 of the Civil Code of the PRC, as far as terms say. */
const endOf = (presale: ExpectedPresale, why: ExpectedPresale["why"] | "lapsed", left: bigint) => {
  const { late = "keep", withdrawn = "keep", seller = "double" } = presale.terms
  // More than a fifth of the whole is no deposit in the sense of the law (article 586).
  const earnest = presale.first * 5n > presale.whole ? presale.whole / 5n : presale.first
  const keeps = (why === "unpaid" && late === "keep") || (why === "buyer" && withdrawn === "keep")
  return {
    kept: !keeps ? 0n : earnest < left ? earnest : left,
    owed: why === "staff" && seller === "double" ? earnest : 0n
  }
}

/** L25 L37: a deposit ends once, and what is kept of it or owed beside it is what the terms say. */
const ended = (told: Told, { entry, changes }: Passing, order: JsonObject, was: string): void => {
  const id = text(order["id"])
  const presale = told.presales.get(id)
  if (presale === undefined || !presale.paid) return
  const payment = text(order["payment"])
  const took = changes.some(({ collection, after }) => collection === "payment" && after["state"] === "captured")
  const lapsed = took && was !== "cancelling"
  if (lapsed && entry.at < number(order["heldUntil"]))
    told.broken("L25", `order ${id} lapses, and the money for its tail came in time`)
  if (!lapsed && presale.why === undefined) told.broken("L33", `order ${id} ends, and nobody wanted it to`)
  const fresh = new Set(changes.flatMap(({ id: one, before }) => (before === undefined ? [one] : [])))
  let left = presale.first
  for (const refund of told.all("refund")) {
    if (refund["payment"] !== payment || fresh.has(text(refund["id"]))) continue
    if (refund["state"] === "settled") left -= minor(object(refund["settlement"])["amount"])
    else if (refund["state"] !== "failed" && refund["state"] !== "retried") left -= minor(refund["amount"])
  }
  const why = lapsed ? "lapsed" : presale.why
  const { kept, owed } = endOf(presale, why, left)
  presale.kept = kept
  presale.owed = owed
  told.act("L37")
  const currency = text(object(order["total"])["currency"])
  const moved = (from: string, to: string): bigint =>
    entry.lines.reduce((sum, one) => (one.from === from && one.to === to ? sum + one.amount : sum), 0n)
  const [keeps, owes] = [
    moved(`captured:${payment}`, `deposits:${currency}`),
    moved(`deposits:${currency}`, `owed:${text(order["customer"])}:${currency}`)
  ]
  if (keeps !== kept) told.broken("L37", `of the deposit of order ${id} ${keeps} is kept, not ${kept} (${why})`)
  if (owes !== owed) told.broken("L37", `beside the deposit of order ${id} ${owes} is owed, not ${owed} (${why})`)
  if (why === "unpaid") told.meet("missed")
  if (presale.first > 0n) told.meet(kept > 0n ? "kept" : "returned")
  if (owed > 0n) told.meet("doubled")
}

/** Who ended an order, or that its time was over. */
const whyOf = (order: JsonObject, is: string, { reason, actor }: Passing["entry"]): ExpectedPresale["why"] => {
  if (is === "expiring" || (is === "cancelled" && reason === "order.expire")) return "unpaid"
  if (is !== "cancelling" && !(is === "cancelled" && reason === "order.cancel")) return undefined
  return actor === order["customer"] ? "buyer" : "staff"
}

const moves = (told: Told, passing: Passing, before: JsonObject, after: JsonObject): void => {
  const id = text(after["id"])
  const presale = told.presales.get(id)
  const [was, is] = [text(before["state"]), text(after["state"])]
  if (presale === undefined || was === is) return
  const { at } = passing.entry
  const why = whyOf(after, is, passing.entry)
  const until = presale.paid ? presale.until : number(after["expiresAt"])
  if (why === "unpaid" && at < until) told.broken("L25", `order ${id} is given up before its time is over`)
  // One that nobody pays after all waits again. Whose time was over is ended by that, whoever calls it off afterwards.
  const first = was === "expiring" ? (presale.why ?? why) : (why ?? presale.why)
  presale.why = is === "deposited" || is === "payingTail" ? undefined : first
  if (is === "deposited" && !presale.paid) {
    presale.paid = true
    const payment = told.document("payment", after["payment"])
    told.meet("deposits")
    if (payment["state"] !== "captured" || minor(payment["amount"]) !== presale.first)
      told.broken("L36", `order ${id} is deposited, and nobody has paid its deposit`)
    if (at >= presale.until + clockTolerance)
      told.broken("L25", `order ${id} is deposited when the time of its tail is over`)
  }
  if (isPaid(after) && !isPaid(before)) {
    told.meet("tails")
    if (!presale.paid) told.broken("L36", `order ${id} is paid without its deposit`)
  }
  if (is === "cancelled" && !isPaid(before)) ended(told, passing, after, was)
}

const frozen = ({ amount, tail, from, until, terms }: JsonObject): string =>
  canonical([amount, tail, from, until, terms].map((part) => part ?? null))

/** L07 L15 L16 L25 L36 L37: a presale is two payments of one price, each in its time, and ends as its terms say. */
export const presales: PrefixLaw = (told) => (passing) => {
  const { entry, changes } = passing
  for (const { collection, before, after } of changes) {
    if (collection === "return" && before?.["receivedAt"] === undefined && after["receivedAt"] !== undefined)
      if (told.presales.has(text(after["order"]))) told.meet("back")
    if (collection !== "order") continue
    if (before === undefined) placed(told, after)
    else {
      if (frozen(object(before["deposit"])) !== frozen(object(after["deposit"])))
        told.broken("L16", `order ${text(after["id"])} has other payments than it was placed with`)
      moves(told, passing, before, after)
    }
  }
  for (const { collection, before, after } of changes)
    if (collection === "payment" && before === undefined) asked(told, after, entry.at)
}

/** L37: what stands on the accounts of kept and of owed deposits is what those of all orders came to. */
export const deposits: FinalLaw = (told) => {
  const expected = new Map<string, bigint>()
  const add = (account: string, amount: bigint) => expected.set(account, (expected.get(account) ?? 0n) + amount)
  for (const [id, { kept = 0n, owed = 0n }] of told.presales) {
    const order = told.document("order", id)
    const currency = text(object(order["total"])["currency"])
    add(`deposits:${currency}`, kept - owed)
    add(`owed:${text(order["customer"])}:${currency}`, owed)
  }
  for (const [account, { posted }] of told.sums) {
    if (!/^(?:deposits|owed):/.test(account)) continue
    told.act("L37")
    if (posted !== (expected.get(account) ?? 0n))
      told.broken("L37", `${account} has ${posted}, and there should be ${expected.get(account) ?? 0n}`)
  }
}
