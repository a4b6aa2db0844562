import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Account, Balance } from "../../src/ledger/index.ts"
import {
  countsUp,
  free,
  issue,
  issuedAccount,
  legsOf,
  type Limit,
  limitAccount,
  limitClaims,
  spentAccount
} from "../../src/pricing/index.ts"

const shared: Limit = {
  account: "uses:spring",
  stated: "uses:spring",
  per: "all",
  unit: "uses",
  currency: "CNY",
  amount: 100n
}
const monthly: Limit = { ...shared, account: "uses:spring/2026-11" }
const each: Limit = { ...shared, per: "customer", amount: 2n }
const money: Limit = { ...shared, account: "budget", stated: "budget", unit: "money", amount: 50_000n }
const all = [shared, monthly, each, money]

const balance = (account: Account, posted: bigint, outgoing = 0n, incoming = 0n): Balance => ({
  account,
  posted,
  outgoing,
  incoming
})

describe("the account of a limit", () => {
  test("one that all share for ever counts down from its amount; that of a customer, a period or a code counts up to it", () => {
    expect(all.map(countsUp)).toEqual([false, true, true, false])
    expect(limitAccount(shared, "ann")).toEqual({
      id: "uses:spring",
      owner: "promotion",
      unit: "uses:uses:spring",
      floor: 0n
    })
    expect(limitAccount(monthly, "ann")).toEqual({
      id: "uses:spring/2026-11",
      owner: "promotion",
      unit: "uses:uses:spring",
      ceiling: 100n
    })
    expect(limitAccount(each, "ann")).toEqual({
      id: "uses:spring/ann",
      owner: "customer:ann",
      unit: "uses:uses:spring",
      ceiling: 2n
    })
    expect(limitAccount(money, "ann")).toEqual({ id: "budget", owner: "promotion", unit: "CNY", floor: 0n })
  })

  test("what is claimed moves from what is left to what is used", () => {
    expect(issuedAccount(shared)).toEqual({ id: "issued:uses:spring", owner: "promotion", unit: "uses:uses:spring" })
    expect(spentAccount(money)).toEqual({ id: "spent:budget", owner: "promotion", unit: "CNY" })
    expect(legsOf(shared, "ann")).toEqual({ from: limitAccount(shared, "ann"), to: spentAccount(shared) })
    expect(legsOf(each, "ann")).toEqual({ from: issuedAccount(each), to: limitAccount(each, "ann") })
  })

  test("what counts down is given its amount once, what counts up nothing, and a limit of nothing neither", () => {
    expect(issue(money, "p1/issue")).toEqual([
      { kind: "post", id: "p1/issue", from: issuedAccount(money), to: limitAccount(money, ""), amount: 50_000n }
    ])
    for (const limit of [monthly, each, { ...shared, amount: 0n }]) expect(issue(limit, "x")).toEqual([])
  })

  test("L27 what is free and what is used or held are the amount, whichever way the account counts", () => {
    const part = fc.bigInt({ min: 0n, max: 1_000n })
    fc.assert(
      fc.property(part, part, part, (used, held, left) => {
        const amount = used + held + left
        const down = { ...shared, amount }
        const up = { ...monthly, amount }
        expect(free(down, balance(limitAccount(down, ""), left + held, held))).toBe(left)
        expect(free(up, balance(limitAccount(up, ""), used, 0n, held))).toBe(left)
      })
    )
  })

  test("a stated limit claims its unit for ever, and its name where its bound is its own", () => {
    const unit = { kind: "claim", scope: "limit.unit", value: "uses:spring", holder: "uses:uses:spring" }
    const name = { kind: "claim", scope: "limit.account", value: "uses:spring", holder: "p1" }
    expect(limitClaims(shared, "p1")).toEqual([unit])
    expect(limitClaims(shared, "p1", true)).toEqual([unit, name])
    expect(limitClaims(each, "p1")).toEqual([unit, name])
    expect(limitClaims(each, "p1", false)).toEqual([unit])
    expect(limitClaims(money, "p1")).toEqual([{ ...unit, value: "budget", holder: "CNY" }])
  })
})
