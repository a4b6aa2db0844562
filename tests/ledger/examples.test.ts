import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import {
  apply,
  available,
  type Account,
  type LedgerRefusal,
  largestAmount,
  type Transfer
} from "../../src/ledger/index.ts"
import { PlainBook } from "../../src/ledger/laws.ts"

const account = (id: string, unit: string, bounds: { floor?: bigint; ceiling?: bigint } = {}): Account => ({
  id,
  owner: "shop",
  unit,
  ...bounds
})

/** A book to which transfers are sent one commit at a time. */
const shop = () => {
  const book = new PlainBook()
  const send = (at: number, ...transfers: ReadonlyArray<Transfer>): LedgerRefusal | "done" => {
    const answer = apply(book, transfers, at)
    if (Result.isFailure(answer)) return answer.failure
    book.enter(answer.success)
    return "done"
  }
  const posted = (id: string) => book.balance(id)?.posted ?? 0n
  const free = (id: string) => {
    const balance = book.balance(id)
    return balance === undefined ? undefined : available(balance)
  }
  return { book, send, posted, free }
}

const post = (id: string, from: Account, to: Account, amount: bigint): Transfer => ({
  kind: "post",
  id,
  from,
  to,
  amount
})
const hold = (id: string, from: Account, to: Account, amount: bigint, until: number): Transfer => ({
  kind: "hold",
  id,
  from,
  to,
  amount,
  until
})

const minutes = 60_000

describe("goods on a shelf", () => {
  const supply = account("supply:tea-250g", "variant:tea-250g")
  const shelf = account("shelf:tea-250g", "variant:tea-250g", { floor: 0n })
  const sold = account("sold:tea-250g", "variant:tea-250g")
  const lost = account("lost:tea-250g", "variant:tea-250g")
  const short = account("short:tea-250g", "variant:tea-250g")

  test("24 come in, 3 are held for an order, paid for and sold; 21 are left", () => {
    const { send, posted, free } = shop()
    expect(send(0, post("delivery", supply, shelf, 24n))).toBe("done")
    expect(send(0, hold("order-1", shelf, sold, 3n, 15 * minutes))).toBe("done")
    expect([posted("shelf:tea-250g"), free("shelf:tea-250g")]).toEqual([24n, 21n])
    expect(send(5 * minutes, { kind: "settle", hold: "order-1" })).toBe("done")
    expect([posted("shelf:tea-250g"), free("shelf:tea-250g"), posted("sold:tea-250g")]).toEqual([21n, 21n, 3n])
  })

  test("of the last piece only one buyer gets hold, and the other is told that 0 are available", () => {
    const { send } = shop()
    send(0, post("delivery", supply, shelf, 1n), hold("ann", shelf, sold, 1n, 15 * minutes))
    expect(send(0, hold("bob", shelf, sold, 1n, 15 * minutes))).toEqual({
      _tag: "BoundExceeded",
      account: "shelf:tea-250g",
      bound: "floor",
      wanted: 1n,
      available: 0n
    })
  })

  test("an order that is not paid in 15 minutes gives its piece to the next, with no timer, and cannot be settled later", () => {
    const { send, book, posted } = shop()
    send(0, post("delivery", supply, shelf, 1n), hold("ann", shelf, sold, 1n, 15 * minutes))
    expect(send(15 * minutes, hold("bob", shelf, sold, 1n, 30 * minutes))).toBe("done")
    expect(book.hold("ann")?.state).toBe("expired")
    expect(send(15 * minutes, { kind: "settle", hold: "ann" })).toEqual({
      _tag: "HoldResolved",
      hold: "ann",
      state: "expired"
    })
    expect(send(20 * minutes, { kind: "settle", hold: "bob" })).toBe("done")
    expect([posted("shelf:tea-250g"), posted("sold:tea-250g")]).toEqual([0n, 1n])
  })

  test("2 of 3 held are sent, and the third is free at the same instant", () => {
    const { send, posted, free } = shop()
    send(0, post("delivery", supply, shelf, 5n), hold("order-1", shelf, sold, 3n, 15 * minutes))
    expect(send(minutes, { kind: "settle", hold: "order-1", amount: 2n })).toBe("done")
    expect([posted("shelf:tea-250g"), free("shelf:tea-250g"), posted("sold:tea-250g")]).toEqual([3n, 3n, 2n])
  })

  test("a count that finds 7 missing where 5 are free posts all 7: 5 from the shelf, 2 short, and what is held stays held", () => {
    const { send, book, posted, free } = shop()
    send(0, post("delivery", supply, shelf, 8n), hold("order-1", shelf, sold, 3n, 15 * minutes))
    const count: Transfer = { kind: "post", id: "count", from: shelf, to: lost, amount: 7n, short }
    expect(send(minutes, count)).toBe("done")
    expect([posted("lost:tea-250g"), posted("shelf:tea-250g"), posted("short:tea-250g")]).toEqual([7n, 3n, -2n])
    expect(free("shelf:tea-250g")).toBe(0n)
    expect(send(2 * minutes, { kind: "settle", hold: "order-1" })).toBe("done")
    expect(send(2 * minutes, count)).toEqual({ _tag: "AlreadyDone", transfer: "count" })
    expect(book.balance("short:tea-250g")?.posted).toBe(-2n)
  })

  test("a fact leaves a line for what the shelf covers and one for what it does not, and opens `short` only then", () => {
    const lines = (stock: bigint) => {
      const { send, book } = shop()
      send(0, post("delivery", supply, shelf, 8n), post("sale", shelf, sold, 8n - stock))
      const change = Result.getOrThrow(
        apply(book, [{ kind: "post", id: "count", from: shelf, to: lost, amount: 7n, short }], 0)
      )
      return change.lines.map(({ transfer, from, amount }) => `${transfer} ${from} ${amount}`)
    }
    expect(lines(7n)).toEqual(["count shelf:tea-250g 7"])
    expect(lines(5n)).toEqual(["count shelf:tea-250g 5", "count short:tea-250g 2"])
    expect(lines(0n)).toEqual(["count short:tea-250g 7"])
  })

  test("a commit on one kind of goods leaves the dead holds of another alone, though both are sold to one account", () => {
    const { send, book } = shop()
    const everything = account("sold", "piece")
    const tea = account("shelf:tea", "piece", { floor: 0n })
    const cups = account("shelf:cups", "piece", { floor: 0n })
    const from = account("supply", "piece")
    send(0, post("a", from, tea, 1n), post("b", from, cups, 2n))
    send(0, hold("tea", tea, everything, 1n, minutes), hold("cup", cups, everything, 1n, minutes))
    const answer = apply(book, [post("c", cups, everything, 2n)], minutes)
    const change = Result.getOrThrow(answer)
    expect(change.balances.map((balance) => balance.account.id).toSorted()).toEqual(["shelf:cups", "sold"])
    expect(change.lines.map(({ kind, transfer }) => `${kind} ${transfer}`)).toEqual(["release cup", "post c"])
    book.enter(change)
    expect(book.balance("sold")).toMatchObject({ posted: 2n, incoming: 1n })
  })
})

describe("a coupon limited to 100 uses", () => {
  const grant = account("grant:SAVE10", "uses:SAVE10")
  const left = account("left:SAVE10", "uses:SAVE10", { floor: 0n, ceiling: 100n })
  const used = account("used:SAVE10", "uses:SAVE10")

  test("L27 is held by 100 orders and no more; a cancelled order gives its use back once", () => {
    const { send, free } = shop()
    send(0, post("limit", grant, left, 100n))
    const answers = Array.from({ length: 120 }, (_, order) =>
      send(0, hold(`order-${order}`, left, used, 1n, 15 * minutes))
    )
    expect(answers.filter((answer) => answer === "done")).toHaveLength(100)
    expect(answers[100]).toMatchObject({ _tag: "BoundExceeded", available: 0n })
    expect(send(minutes, { kind: "release", hold: "order-7" })).toBe("done")
    expect(send(minutes, { kind: "release", hold: "order-7" })).toBe("done")
    expect(free("left:SAVE10")).toBe(1n)
  })

  test("no mistake can give out more than 100", () => {
    const { send } = shop()
    send(0, post("limit", grant, left, 100n))
    expect(send(0, post("again", grant, left, 1n))).toEqual({
      _tag: "BoundExceeded",
      account: "left:SAVE10",
      bound: "ceiling",
      wanted: 1n,
      available: 0n
    })
  })
})

describe("a locker with room for 5 parcels", () => {
  const road = account("road", "parcel")
  const locker = account("locker", "parcel", { ceiling: 5n })

  test("the room kept for a parcel that never came is free when its time is over", () => {
    const { send } = shop()
    send(0, post("four", road, locker, 4n), hold("fifth", road, locker, 1n, 10))
    expect(send(9, post("sixth", road, locker, 1n))).toMatchObject({ bound: "ceiling", available: 0n })
    expect(send(10, post("sixth", road, locker, 1n))).toBe("done")
  })
})

describe("an account with credit", () => {
  test("may go 50.00 below zero, and is told what it may still spend", () => {
    const { send } = shop()
    const credit = account("credit:ann", "CNY", { floor: -5_000n })
    const till = account("till", "CNY")
    expect(send(0, post("dinner", credit, till, 3_000n))).toBe("done")
    expect(send(0, post("taxi", credit, till, 2_001n))).toMatchObject({ bound: "floor", available: 2_000n })
    expect(send(0, post("bus", credit, till, 2_000n))).toBe("done")
  })
})

describe("money", () => {
  const buyer = account("buyer:card", "CNY")
  const captured = account("captured:order-1", "CNY", { floor: 0n })

  test("L35 what was captured cannot be refunded twice: 60.00 and 40.00 of 100.00 stand, 0.01 more does not", () => {
    const { send, posted } = shop()
    send(0, post("capture", buyer, captured, 10_000n))
    expect(send(1, post("refund-1", captured, buyer, 6_000n))).toBe("done")
    expect(send(2, post("refund-2", captured, buyer, 6_000n))).toMatchObject({
      _tag: "BoundExceeded",
      available: 4_000n
    })
    expect(send(3, post("refund-3", captured, buyer, 4_000n))).toBe("done")
    expect(send(4, post("refund-4", captured, buyer, 1n))).toMatchObject({ _tag: "BoundExceeded", available: 0n })
    expect(posted("captured:order-1")).toBe(0n)
  })

  test("100.00 CNY for 13.80 USD is two transfers through the exchange accounts, and each unit sums to zero", () => {
    const { send, book } = shop()
    const exchangeCny = account("exchange:CNY", "CNY")
    const exchangeUsd = account("exchange:USD", "USD")
    send(0, post("sell", buyer, exchangeCny, 10_000n), post("buy", exchangeUsd, account("buyer:USD", "USD"), 1_380n))
    const sums = (unit: string) =>
      [...book.balances.values()]
        .filter(({ account: own }) => own.unit === unit)
        .reduce((sum, { posted }) => sum + posted, 0n)
    expect([sums("CNY"), sums("USD")]).toEqual([0n, 0n])
  })
})

describe("refusals", () => {
  const from = account("from", "piece", { floor: 0n })
  const to = account("to", "piece", { ceiling: 5n })
  const free = account("free", "piece")
  const wide = account("wide", "piece")

  const prepared = () => {
    const one = shop()
    one.send(0, post("stock", free, from, 9n), hold("held", from, wide, 2n, 10), hold("settled", from, wide, 1n, 10))
    one.send(1, { kind: "settle", hold: "settled" }, hold("released", from, wide, 1n, 10))
    one.send(1, { kind: "release", hold: "released" })
    return one
  }

  const move = { kind: "post", id: "t", from, to, amount: 1n } as const
  const tooLarge = (transfer = "t") => ({
    _tag: "BalanceOutOfRange",
    transfer,
    unit: "piece",
    largest: largestAmount
  })
  const invalid = (why: string, transfer = "t") => ({ _tag: "TransferInvalid", transfer, why })

  test.each<readonly [string, Transfer, object | "done"]>([
    ["nothing is moved", { ...move, amount: 0n, to: from }, invalid("amount not positive")],
    ["less than nothing", { ...move, amount: -1n }, invalid("amount not positive")],
    ["more than 2^63 - 1", { ...move, amount: largestAmount + 1n, to: from }, invalid("amount out of range")],
    ["from itself to itself", { ...move, to: { ...from, unit: "CNY" } }, invalid("same account")],
    ["pieces for money", { ...move, to: account("till", "CNY", { floor: 1n }) }, invalid("units differ")],
    ["a floor above zero", { ...move, from: account("high", "piece", { floor: 1n }) }, invalid("bounds without zero")],
    [
      "a ceiling below zero",
      { ...move, to: account("low", "piece", { ceiling: -1n }) },
      invalid("bounds without zero")
    ],
    [
      "a floor below what can be counted",
      { ...move, from: account("deep", "piece", { floor: -largestAmount - 1n }) },
      invalid("bounds without zero")
    ],
    [
      "a ceiling above what can be counted",
      { ...move, to: account("tall", "piece", { ceiling: largestAmount + 1n }) },
      invalid("bounds without zero")
    ],
    ["a short account in another unit", { ...move, short: account("s", "CNY") }, invalid("units differ")],
    [
      "a short account with a floor",
      { ...move, short: account("s", "piece", { floor: 0n }) },
      invalid("short account unfit")
    ],
    ["a short account of somebody else", { ...move, short: { ...free, owner: "bob" } }, invalid("short account unfit")],
    [
      "a short account that is the giver",
      { ...move, from: free, to: wide, short: free },
      invalid("short account unfit")
    ],
    [
      "a short account with a ceiling below zero",
      { ...move, short: account("s", "piece", { ceiling: -1n }) },
      invalid("short account unfit")
    ],
    ["a short account that is the taker", { ...move, to: wide, short: wide }, invalid("short account unfit")],
    [
      "an id that served, for a transfer that would fail",
      { ...move, id: "stock", amount: 99n },
      { _tag: "AlreadyDone", transfer: "stock" }
    ],
    [
      "an account under other bounds",
      { ...move, from: account("from", "piece"), amount: 99n },
      invalid("account redefined")
    ],
    ["an account with a ceiling of late", { ...move, from: { ...from, ceiling: 99n } }, invalid("account redefined")],
    [
      "accounts in another unit",
      { ...move, from: { ...from, unit: "CNY" }, to: account("till", "CNY") },
      invalid("account redefined")
    ],
    ["an account of another owner", { ...move, from: { ...from, owner: "bob" } }, invalid("account redefined")],
    ["a hold that is over at once", { ...move, kind: "hold", until: 1, amount: 99n }, invalid("hold already over")],
    ["a hold without an end", { ...move, kind: "hold", until: Number.NaN }, invalid("hold already over")],
    [
      "more than there is, for a place too small",
      { ...move, amount: 7n },
      { _tag: "BoundExceeded", account: "from", bound: "floor", wanted: 7n, available: 6n }
    ],
    [
      "a place too small",
      { ...move, amount: 6n },
      { _tag: "BoundExceeded", account: "to", bound: "ceiling", wanted: 6n, available: 5n }
    ],
    [
      "a fact for a place too small",
      { ...move, amount: 99n, short: account("s", "piece") },
      { _tag: "BoundExceeded", account: "to", bound: "ceiling", wanted: 6n, available: 5n }
    ],
    ["more than any account can hold", { ...move, from: free, to: wide, amount: largestAmount }, tooLarge()],
    [
      "as much as any account can hold",
      { ...move, from: account("mint", "piece"), to: account("hoard", "piece"), amount: largestAmount },
      "done"
    ],
    [
      "a hold that nobody made",
      { kind: "settle", hold: "nobody", amount: -1n },
      { _tag: "HoldUnknown", hold: "nobody" }
    ],
    [
      "a hold settled before",
      { kind: "settle", hold: "settled", amount: -1n },
      { _tag: "HoldResolved", hold: "settled", state: "settled" }
    ],
    [
      "a hold released before",
      { kind: "settle", hold: "released" },
      { _tag: "HoldResolved", hold: "released", state: "released" }
    ],
    [
      "less than nothing of a hold",
      { kind: "settle", hold: "held", amount: -1n },
      invalid("amount not positive", "held")
    ],
    ["more than was held", { kind: "settle", hold: "held", amount: 3n }, invalid("more than held", "held")],
    ["nothing of a hold", { kind: "settle", hold: "held", amount: 0n }, "done"],
    ["a release of nothing", { kind: "release", hold: "nobody" }, { _tag: "HoldUnknown", hold: "nobody" }],
    [
      "a release of what was settled",
      { kind: "release", hold: "settled" },
      { _tag: "HoldResolved", hold: "settled", state: "settled" }
    ],
    ["a release of what was released", { kind: "release", hold: "released" }, "done"]
  ])("%s", (_, transfer, expected) => {
    expect(prepared().send(1, transfer)).toEqual(expected)
  })

  test("an id serves once within one commit too", () => {
    expect(prepared().send(1, move, move)).toEqual({ _tag: "AlreadyDone", transfer: "t" })
  })

  test("no more stands on an account, or is held from or for it, than 2^63 - 1", () => {
    const { send } = shop()
    const [rich, poor] = [account("rich", "piece"), account("poor", "piece")]
    expect(send(0, post("all", poor, rich, largestAmount))).toBe("done")
    expect(send(0, post("more", account("giver", "piece"), rich, 1n))).toEqual(tooLarge("more"))
    expect(send(0, post("less", poor, account("taker", "piece"), 1n))).toEqual(tooLarge("less"))
    expect(send(0, hold("h-1", rich, wide, largestAmount, 1))).toBe("done")
    expect(send(0, hold("h-2", rich, free, 1n, 1))).toEqual(tooLarge("h-2"))
    expect(send(1, hold("h-3", rich, poor, largestAmount, 2))).toEqual(tooLarge("h-3"))
    expect(send(1, { kind: "release", hold: "h-1" }, hold("h-4", rich, poor, largestAmount, 2))).toBe("done")
    expect(send(1, hold("h-5", free, poor, 1n, 2))).toEqual(tooLarge("h-5"))
    expect(send(1, { kind: "settle", hold: "h-4" })).toBe("done")
  })

  test("one refused transfer refuses the whole list", () => {
    const { book, send } = prepared()
    const before = new Map(book.balances)
    expect(send(20, move, { ...move, id: "u", amount: 99n })).toMatchObject({ _tag: "BoundExceeded" })
    expect(book.balances).toEqual(before)
    expect(book.hold("held")?.state).toBe("held")
  })
})
