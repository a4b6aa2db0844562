import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { PlainBook } from "../../src/ledger/laws.ts"
import { apply, type Balance, type Transfer } from "../../src/ledger/index.ts"
import {
  benefitExpired,
  benefitShare,
  benefitSource,
  debtAccount,
  type Earned,
  earnedBy,
  expireLots,
  expiryOf,
  grantBenefit,
  lotAccount,
  owedOf,
  payOwed,
  pendingAccount,
  releaseBenefit,
  reverseBenefit,
  spendable,
  spendOldest
} from "../../src/promotion/rules/benefit.ts"

const day = 86_400_000
const earned = (order: string, amount: bigint): Earned => ({ order, customer: "ann", index: 0, unit: "points", amount })
const shopOf = { id: "shop:points", owner: "shop", unit: "points" }

/** The points of ann, on a ledger of their own. */
const purse = () => {
  const book = new PlainBook()
  const lots = new Map<string, bigint>()
  let spends = 0
  const balance = (id: string): bigint => book.balance(id)?.posted ?? 0n
  const send = (at: number, transfers: ReadonlyArray<Transfer>): string => {
    const answer = apply(book, transfers, at)
    if (Result.isFailure(answer)) return answer.failure._tag
    book.enter(answer.success)
    for (const { account, posted } of answer.success.balances) {
      if (expiryOf(account, "ann", "points") !== undefined) lots.set(account.id, posted)
    }
    return "done"
  }
  const all = (): ReadonlyArray<Balance> => [...lots.keys()].map((id) => book.balance(id)!)
  const own = (): ReadonlyArray<Balance> => {
    const debt = book.balance(debtAccount("ann", "points").id)
    return debt === undefined ? all() : [...all(), debt]
  }
  const release = (order: string, amount: bigint, expires: number, at: number): void => {
    const of = earned(order, amount)
    send(at, grantBenefit(of))
    send(at, releaseBenefit(of, book.balance(pendingAccount(of).id)!, expires, owedOf(own(), "ann", "points")))
  }
  const spend = (amount: bigint, at: number): bigint => {
    const parts = spendOldest(own(), "ann", "points", amount, at)
    if (Result.isFailure(parts)) return 0n
    const id = `spend/${spends++}`
    const transfers = parts.success.map(({ account, amount: part }, index) => ({
      kind: "post" as const,
      id: `${id}/${index}`,
      from: account,
      to: shopOf,
      amount: part
    }))
    expect(send(at, transfers)).toBe("done")
    return amount
  }
  return {
    book,
    balance,
    send,
    all,
    release,
    spend,
    pay: (at: number) => {
      send(at, payOwed(own(), "ann", "points", at))
      // Nothing is owed, or nothing can be spent.
      expect(owedOf(own(), "ann", "points") * spendable(all(), "ann", "points", at)).toBe(0n)
    },
    expire: (at: number) => send(at, expireLots(all(), "ann", "points", at))
  }
}

const money = fc.bigInt({ min: 0n, max: 10n ** 12n })

describe("what goes back of a benefit with a refund", () => {
  test("L21 sums to what was earned over any partition of the whole, in any order, and no part is negative", () => {
    fc.assert(
      fc.property(money, fc.array(money, { minLength: 1, maxLength: 20 }), (earns, parts) => {
        const paid = parts.reduce((sum, part) => sum + part, 0n)
        let before = 0n
        let back = 0n
        for (const now of parts) {
          const share = benefitShare(earns, { paid, before, now })
          expect(share).toBeGreaterThanOrEqual(0n)
          back += share
          before += now
        }
        expect(back).toBe(paid === 0n ? 0n : earns)
      })
    )
  })

  test("is 6.67, 6.66 and 6.67 of 20.00 for three thirds of an order, and nothing more for what is refunded beyond", () => {
    const refunds = [0n, 100n, 200n, 300n].map((before) => benefitShare(2000n, { paid: 300n, before, now: 100n }))
    expect(refunds).toEqual([667n, 666n, 667n, 0n])
  })
})

describe("coupons of an order that comes back", () => {
  test("L28 go back whole, the last with the last of the goods: all of them, and no part of one before its goods", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 9n }),
        fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 6 }),
        (coupons, parts) => {
          const paid = parts.reduce((sum, part) => sum + part, 0n)
          let [before, back] = [0n, 0n]
          for (const now of parts) {
            back += benefitShare(coupons, { paid, before, now }, "down")
            before += now
            expect(back * paid <= coupons * before).toBe(true)
          }
          expect(back).toBe(coupons)
        }
      )
    )
  })
})

describe("points that are spent", () => {
  test("L28 come from lots that expire first, sum to the amount, and never from one that has expired", () => {
    const lots = fc.array(fc.record({ expires: fc.nat({ max: 20 }), amount: fc.bigInt({ min: 0n, max: 50n }) }), {
      maxLength: 8
    })
    fc.assert(
      fc.property(lots, fc.bigInt({ min: 1n, max: 200n }), fc.nat({ max: 20 }), (drawn, amount, at) => {
        const balances = drawn.map(
          ({ expires, amount: posted }): Balance => ({
            account: lotAccount("ann", "points", expires * day),
            posted,
            outgoing: 0n,
            incoming: 0n
          })
        )
        const alive = balances.filter(({ account }) => expiryOf(account, "ann", "points")! > at * day)
        const available = alive.reduce((sum, { posted }) => sum + posted, 0n)
        const parts = spendOldest(balances, "ann", "points", amount, at * day)
        if (available < amount) {
          expect(parts).toEqual(Result.fail({ _tag: "BenefitShort", unit: "points", wanted: amount, available }))
          return
        }
        const found = Result.getOrThrow(parts)
        expect(found.reduce((sum, part) => sum + part.amount, 0n)).toBe(amount)
        const last = Math.max(...found.map(({ account }) => expiryOf(account, "ann", "points")!))
        for (const { account, posted } of alive) {
          if (expiryOf(account, "ann", "points")! >= last) continue
          const taken = found
            .filter((part) => part.account.id === account.id)
            .reduce((sum, part) => sum + part.amount, 0n)
          expect(taken).toBeGreaterThanOrEqual(0n)
          expect(posted === 0n || found.some((part) => part.account.id === account.id)).toBe(true)
        }
      })
    )
  })

  test("H037 an order's own points cannot pay it: what waits is in no lot, and nothing changes", () => {
    const { send, all, balance, spend } = purse()
    send(0, grantBenefit(earned("o1", 500n)))
    expect(spendOldest(all(), "ann", "points", 1n, 0)).toEqual(
      Result.fail({ _tag: "BenefitShort", unit: "points", wanted: 1n, available: 0n })
    )
    expect([spend(1n, 0), balance(pendingAccount(earned("o1", 500n)).id)]).toEqual([0n, 500n])
  })

  test("H033 two carts with one credit of 100, 100 each: one has it, and the balance is 0", () => {
    const { release, send, balance } = purse()
    release("o1", 100n, 10 * day, 0)
    const from = lotAccount("ann", "points", 10 * day)
    const pay = (id: string) => send(1, [{ kind: "hold", id, from, to: shopOf, amount: 100n, until: day }])
    expect([pay("cart-1"), pay("cart-2")]).toEqual(["done", "BoundExceeded"])
    expect(send(2, [{ kind: "settle", hold: "cart-1" }])).toBe("done")
    expect(balance(from.id)).toBe(0n)
  })
})

type Act =
  | { readonly act: "earn"; readonly amount: bigint; readonly lasts: number }
  | { readonly act: "spend"; readonly amount: bigint }
  | { readonly act: "refund"; readonly of: number; readonly percent: bigint }
  | { readonly act: "sweep" }
const acts: fc.Arbitrary<ReadonlyArray<Act>> = fc.array(
  fc.oneof(
    fc.record({
      act: fc.constant("earn" as const),
      amount: fc.bigInt({ min: 1n, max: 100n }),
      lasts: fc.integer({ min: 1, max: 12 })
    }),
    fc.record({ act: fc.constant("spend" as const), amount: fc.bigInt({ min: 1n, max: 150n }) }),
    fc.record({
      act: fc.constant("refund" as const),
      of: fc.nat({ max: 5 }),
      percent: fc.bigInt({ min: 0n, max: 100n })
    }),
    fc.record({ act: fc.constant("sweep" as const) })
  ),
  { maxLength: 30 }
)

/** Plays a day for each act; `sweeps` says whether expired points are cleared as the schedule has it, daily or at the end. */
const play = (schedule: ReadonlyArray<Act>, sweeps: "daily" | "scheduled" | "never") => {
  const { balance, release, spend, pay, expire, send, all } = purse()
  const orders: Array<{ readonly of: Earned; readonly expires: number; refunded: bigint }> = []
  let spent = 0n
  let given = 0n
  for (const [today, step] of schedule.entries()) {
    const at = today * day
    if (sweeps === "daily" || (sweeps === "scheduled" && step.act === "sweep")) expire(at)
    if (step.act === "earn") {
      const order = `o${orders.length}`
      const expires = at + step.lasts * day
      release(order, step.amount, expires, at)
      given += step.amount
      orders.push({ of: earned(order, step.amount), expires, refunded: 0n })
    } else if (step.act === "spend") spent += spend(step.amount, at)
    else if (step.act === "refund") {
      const order = orders[step.of]
      if (order === undefined) continue
      const now = step.percent > 100n - order.refunded ? 100n - order.refunded : step.percent
      const refund = { paid: 100n, before: order.refunded, now }
      const { expires } = order
      const lot = lotAccount("ann", "points", expires)
      const gone = { left: balance(lot.id), cleared: balance(benefitExpired(lot).id) }
      const where = at < expires ? { expires } : { expires, ...gone }
      expect(send(at, reverseBenefit(order.of, refund, `r${today}`, where))).toBe("done")
      pay(at)
      order.refunded += now
    }
  }
  expire(1000 * day)
  const left = all().reduce((sum, { posted }) => sum + posted, 0n)
  const cleared = all().map(({ account }) => balance(benefitExpired(account).id))
  const back = given + balance(benefitSource("points").id)
  return {
    spent,
    left,
    back,
    expired: cleared.reduce((sum, one) => sum + one, 0n),
    owed: balance(debtAccount("ann", "points").id)
  }
}

const spentThenReversed: ReadonlyArray<Act> = [
  { act: "earn", amount: 80n, lasts: 12 },
  { act: "spend", amount: 60n },
  { act: "refund", of: 0, percent: 100n }
]

describe("points over a life", () => {
  test("L28 that expire unspent are not owed when a return takes them back afterwards; what was spent of them is", () => {
    const [earn, wait] = [{ act: "earn" as const, amount: 80n, lasts: 2 }, { act: "sweep" as const }]
    const refund = { act: "refund" as const, of: 0, percent: 100n }
    for (const sweeps of ["daily", "never"] as const) {
      expect(play([earn, wait, wait, refund], sweeps)).toEqual({
        spent: 0n,
        left: 0n,
        back: 80n,
        expired: 0n,
        owed: 0n
      })
      const spend = { act: "spend" as const, amount: 60n }
      const owing = { spent: 60n, left: 0n, back: 80n, expired: 0n, owed: -60n }
      expect(play([earn, spend, wait, refund], sweeps)).toEqual(owing)
    }
  })

  test("L28 given + owed = left + spent + expired + reversed, and no lot is ever below zero", () => {
    let debts = 0
    fc.assert(
      fc.property(acts, (schedule) => {
        const { spent, left, back, expired, owed } = play(schedule, "scheduled")
        if (owed < 0n) debts++
        const given = schedule.reduce((sum, step) => (step.act === "earn" ? sum + step.amount : sum), 0n)
        expect(given - owed).toBe(left + spent + expired + back)
        expect(left).toBe(0n)
        expect(owed).toBeLessThanOrEqual(0n)
      }),
      { numRuns: 300, examples: [[spentThenReversed]] }
    )
    // What was spent before it was reversed is owed; a law that never met it would prove nothing of it.
    expect(debts).toBeGreaterThan(0)
  })

  test("L28 pay first what is owed of them: 60 of the next 80, and what else can be spent at once", () => {
    const earn = { act: "earn" as const, amount: 80n, lasts: 12 }
    const [spend, refund] = [
      { act: "spend" as const, amount: 60n },
      { act: "refund" as const, of: 0, percent: 100n }
    ]
    const settled = { spent: 60n, left: 0n, back: 80n, expired: 20n, owed: 0n }
    expect(play([earn, spend, refund, earn], "scheduled")).toEqual(settled)
    expect(play([earn, earn, spend, refund], "scheduled")).toEqual(settled)
  })

  test("L29 what expires does not depend on how often it is cleared: daily, now and then, or once at the end", () => {
    let expired = 0n
    fc.assert(
      fc.property(acts, (schedule) => {
        const daily = play(schedule, "daily")
        expect(play(schedule, "scheduled")).toEqual(daily)
        expect(play(schedule, "never")).toEqual(daily)
        expired += daily.expired
      }),
      { numRuns: 300 }
    )
    expect(expired).toBeGreaterThan(0n)
  })
})

test("of the benefits of a quote each is counted in its unit: a currency, points, coupons of a template", () => {
  const benefits = [
    { kind: "cashback" as const, amount: 500n },
    { kind: "coupon" as const, template: "welcome-back", quantity: 2n },
    { kind: "points" as const, points: 120n },
    { kind: "points" as const, points: 0n }
  ]
  expect(earnedBy("o1", "ann", "CNY", benefits).map(({ index, unit, amount }) => [index, unit, amount])).toEqual([
    [0, "CNY", 500n],
    [1, "coupon:welcome-back", 2n],
    [2, "points", 120n]
  ])
})

test("L28 what is owed stands on an account for each unit and customer, and is never more than paid", () => {
  const accounts = [debtAccount("ann", "points"), debtAccount("ann", "CNY"), debtAccount("ben", "points")]
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(3)
  const book = new PlainBook()
  const pay = (id: string): Transfer => ({
    kind: "post",
    id,
    from: shopOf,
    to: debtAccount("ann", "points"),
    amount: 1n
  })
  expect(apply(book, [pay("p1")], 0)).toMatchObject({ failure: { _tag: "BoundExceeded" } })
})
