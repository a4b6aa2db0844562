import { canonical, type JsonObject } from "../../../kernel/json.ts"
import type { Line } from "../../../ledger/model.ts"
import { list, minor, number, object, text, units } from "../../../shop/questions/reading.ts"
import { isLive, isPaid, type Passing, quoteOf, type Told } from "./told.ts"

/** A law that is asked of every prefix of the log. */
export type PrefixLaw = (told: Told) => (passing: Passing) => void

// Accounts that cannot give what they do not have, by the beginning of their names.
const covered = /^(?:shelf\/|captured:|sold\/|shipped\/|giftCard:|uses:[^:/]+$|tendered:|benefit:)/

/** L04 L05 L06: lines move what there is, holds end once, and nothing is given that is not there. */
export const lines: PrefixLaw = (told) => {
  const held = new Map<string, Line>()
  const made = new Set<string>()
  const unitOf = new Map<string, string>()
  return ({ entry: { lines: posted, position } }) => {
    const touched = new Set<string>()
    for (const line of posted) {
      const { transfer, kind, from, to, unit, amount } = line
      told.act("L04")
      if (amount <= 0n && kind !== "settle") told.broken("L04", `${transfer} moves ${amount} at position ${position}`)
      for (const account of [from, to]) {
        const known = unitOf.get(account) ?? unit
        unitOf.set(account, known)
        if (known !== unit) told.broken("L04", `${account} has ${known} and is given ${unit} at position ${position}`)
        touched.add(account)
      }
      const [giving, taking] = [told.sum(from), told.sum(to)]
      const before = held.get(transfer)
      if (kind === "hold" || kind === "post") {
        if (kind === "hold" && made.has(transfer))
          told.broken("L06", `${transfer} is made twice, at position ${position}`)
        made.add(transfer)
      } else {
        told.act("L06")
        if (before === undefined) told.broken("L06", `${transfer} ends at position ${position} and is not held`)
        else if (amount > before.amount) told.broken("L06", `${transfer} gives ${amount} of ${before.amount} held`)
        held.delete(transfer)
        giving.outgoing -= before?.amount ?? 0n
        taking.incoming -= before?.amount ?? 0n
      }
      if (kind === "hold") {
        held.set(transfer, line)
        giving.outgoing += amount
        taking.incoming += amount
      } else if (kind !== "release") {
        giving.posted -= amount
        taking.posted += amount
      }
    }
    for (const account of touched) {
      if (!covered.test(account)) continue
      told.act(account.startsWith("shelf/") ? "L24" : "L05")
      const { posted: stands, outgoing } = told.sum(account)
      if (stands - outgoing < 0n) {
        told.broken("L05", `${account} has ${stands} and promises ${outgoing} at position ${position}`)
      }
    }
  }
}

/** L38 L42 L60: positions, versions and keys, one after the other and each once; time never goes back. */
export const order: PrefixLaw = (told) => {
  const keys = new Set<string>()
  const sequences = new Map<string, number>()
  let last = 0
  let at = 0
  return ({ entry }) => {
    told.act("L42", entry.events.length)
    told.act("L60")
    if (entry.position !== ++last) told.broken("L42", `position ${entry.position} stands where ${last} should`)
    if (entry.at < at) told.broken("L60", `time goes back at position ${entry.position}`)
    at = entry.at
    if (keys.has(entry.key)) told.broken("L38", `${entry.key} stands twice in the log`)
    keys.add(entry.key)
    for (const { collection, id, sequence } of entry.events) {
      const expected = (sequences.get(`${collection}/${id}`) ?? 0) + 1
      if (sequence !== expected) told.broken("L42", `${collection}/${id} goes to ${sequence}, not ${expected}`)
      sequences.set(`${collection}/${id}`, sequence)
    }
  }
}

/** As far as a clock may be off storage's own, in milliseconds. */
export const clockTolerance = 5_000

/** L16 L25 L33: an order is placed at a quote that stands, paid while its goods are held, and has one end. */
export const orders: PrefixLaw = (told) => {
  const quotes = new Map<string, Array<JsonObject>>()
  const ordered = new Map<string, string>()
  return ({ entry: { at }, changes }) => {
    for (const { collection, id, before, after } of changes) {
      if (collection === "quote" && before === undefined) {
        const cart = text(after["cart"])
        quotes.set(cart, [...(quotes.get(cart) ?? []), after])
      }
      if (collection !== "order") continue
      if (before === undefined) {
        told.act("L16")
        const cart = text(after["cart"])
        if (ordered.has(cart)) told.broken("L16", `cart ${cart} is ordered twice: ${ordered.get(cart)} and ${id}`)
        ordered.set(cart, id)
        const same = (quotes.get(text(after["cart"])) ?? []).filter(
          (one) => canonical(object(one["quote"])) === canonical(quoteOf(after))
        )
        if (same.length === 0) told.broken("L16", `order ${id} was quoted to nobody`)
        else if (!same.some((one) => number(after["placedAt"]) < number(one["expiresAt"])))
          told.broken("L16", `order ${id} is placed at a quote that is over`)
        // A clock that is off by more than the log bears places nothing.
        if (Math.abs(at - number(after["placedAt"])) > clockTolerance)
          told.broken("L60", `order ${id} is placed at another time than its entry in the log`)
      }
      const [was, is] = [text(before?.["state"]), text(after["state"])]
      if (is !== was && isPaid(after) && !isPaid(before ?? {}) && before !== undefined) {
        told.act("L25")
        if (at >= number(after["heldUntil"])) told.broken("L25", `order ${id} is paid after its goods were let go`)
      }
      if (is !== was && ["received", "cancelled"].includes(was))
        told.broken("L33", `order ${id} was ${was} and is ${is}`)
      if (is !== was) told.act("L33")
      if (before !== undefined && canonical(quoteOf(before)) !== canonical(quoteOf(after)))
        told.broken("L16", `order ${id} has another price than it was placed at`)
    }
  }
}

/** L27: at every instant no more orders live by a code than it may serve, in all and for each customer. */
export const uses: PrefixLaw = (told) => {
  const limits = new Map<string, bigint>()
  const byCode = new Map<string, Map<string, JsonObject>>()
  return ({ entry: { at, position }, changes }) => {
    for (const { collection, id, after } of changes) {
      if (collection === "promotion") {
        for (const limit of list(after["limits"])) {
          const amount = text(limit["amount"])
          if (/^\d+$/.test(amount)) limits.set(text(limit["account"]), BigInt(amount))
        }
      }
      if (collection !== "order") continue
      for (const claim of list(quoteOf(after)["claims"])) {
        if (claim["unit"] !== "uses") continue
        const account = `${text(claim["account"])}${claim["per"] === "customer" ? `/${text(after["customer"])}` : ""}`
        const users = byCode.get(account) ?? new Map<string, JsonObject>()
        byCode.set(account, users.set(id, after))
        const limit = limits.get(text(claim["account"]))
        if (limit === undefined) continue
        told.act("L27")
        const live = [...users.values()].filter((one) => isLive(one, at)).length
        if (BigInt(live) > limit)
          told.broken("L27", `${live} orders live by ${account}, which serves ${limit}, at position ${position}`)
      }
    }
  }
}

/** L03 L07 L08 L14 L15: what is due is the sum of its parts, and every cent off is accounted for. */
export const sums: PrefixLaw =
  (told) =>
  ({ changes }) => {
    for (const { collection, id, before, after } of changes) {
      if (collection !== "order" || before !== undefined) continue
      told.act("L07")
      const quote = quoteOf(after)
      const currency = text(quote["currency"])
      const of = (json: JsonObject, field: string): bigint => units(json[field], currency)
      const parts = [...list(quote["lines"]), ...list(quote["charges"]), ...list(quote["fees"])]
      const gross = parts.reduce((sum, part) => sum + of(part, "gross"), 0n)
      const grand = of(quote, "grand")
      if (gross !== grand) told.broken("L07", `order ${id} costs ${grand}, its parts ${gross}`)
      for (const part of parts) {
        const off = list(part["adjustments"]).reduce((sum, one) => sum + of(one, "amount"), 0n)
        told.act("L15")
        told.act("L03", list(part["units"]).length)
        if (of(part, "before") - off !== of(part, "amount"))
          told.broken("L15", `a part of order ${id} has more or less off than its rules took`)
        if (of(part, "amount") < 0n) told.broken("L08", `a part of order ${id} costs less than nothing`)
        if (of(part, "net") + of(part, "tax") !== of(part, "gross"))
          told.broken("L19", `net and tax of a part of order ${id} are not its gross`)
        const pieces = list(part["units"])
        const whole = pieces.reduce((sum, one) => sum + of(one, "amount") * BigInt(number(one["count"]) || 1), 0n)
        if (pieces.length > 0 && whole !== of(part, "amount"))
          told.broken("L03", `the pieces of a line of order ${id} cost ${whole}, the line ${of(part, "amount")}`)
      }
      const given = list(after["spent"]).reduce(
        (sum, part) => (part["unit"] === "points" ? sum : sum + BigInt(text(part["amount"]) || "0")),
        0n
      )
      const points = isObjectWithAmount(quote["points"]) ? of(object(quote["points"]), "amount") : 0n
      const due = minor(after["total"])
      if (due + given + points !== grand && due + given !== grand) {
        told.broken("L07", `order ${id} costs ${grand}, ${given} are given and ${due} due`)
      }
    }
  }

const isObjectWithAmount = (json: unknown): boolean => typeof json === "object" && json !== null && "amount" in json
