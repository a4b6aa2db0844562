import * as Result from "effect/Result"
import type { Account, Balance, Transfer } from "../../ledger/model.ts"
import type { UnpaidLimit } from "../errors.ts"
import type { Order, OrderLine } from "../model.ts"
import type { UnpaidPolicy } from "../unpaid.ts"

/** What is counted of orders that wait to be paid. */
const counted = ["orders", "pieces"] as const
type Counted = (typeof counted)[number]

const unitOf = (what: Counted): string => `unpaid:${what}`

/**
 * What a buyer has waiting, which never goes above the limit. The bound of an account is for ever, so the limit is in its name: what
 * waits by an earlier limit is counted there.
 */
const waitingAccount = (customer: string, what: Counted, limit: number): Account => ({
  id: `unpaid:${what}:${limit}/${customer}`,
  owner: `customer:${customer}`,
  unit: unitOf(what),
  ceiling: BigInt(limit)
})

/** The accounts of a buyer by what they count. */
export const waitingAccounts = (customer: string, policy: UnpaidPolicy): ReadonlyArray<Account> =>
  counted.map((what) => waitingAccount(customer, what, policy[what]))

const piecesOf = (lines: ReadonlyArray<Pick<OrderLine, "quantity">>): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** Whether one more order with these lines may wait beside those that do. */
export const mayWait = (
  lines: ReadonlyArray<Pick<OrderLine, "quantity">>,
  policy: UnpaidPolicy,
  balances: ReadonlyArray<Balance>
): Result.Result<void, UnpaidLimit> => {
  const more = { orders: 1, pieces: piecesOf(lines) }
  for (const [index, what] of counted.entries()) {
    const waiting = Number(balances[index]?.incoming ?? 0n)
    if (waiting + more[what] > policy[what]) {
      return Result.fail({ _tag: "UnpaidLimit", counted: what, limit: policy[what], waiting, wanted: more[what] })
    }
  }
  return Result.succeed(undefined)
}

const holdId = (order: string, what: Counted): string => `unpaid/${order}/${what}`

/** Counts an order that waits to be paid, as long as its goods are held. */
export const countWaiting = (
  { id, customer, lines, heldUntil }: Pick<Order, "id" | "customer" | "lines" | "heldUntil">,
  policy: UnpaidPolicy
): ReadonlyArray<Transfer> =>
  counted.map((what) => ({
    kind: "hold",
    id: holdId(id, what),
    from: { id: unitOf(what), owner: "shop", unit: unitOf(what) },
    to: waitingAccount(customer, what, policy[what]),
    amount: BigInt(what === "orders" ? 1 : piecesOf(lines)),
    until: heldUntil
  }))

/** An order does not wait any more, paid or ended: it makes room for the next. Harmless where it has done so before. */
export const waitsNoMore = ({ id, waitCounted }: Pick<Order, "id" | "waitCounted">): ReadonlyArray<Transfer> =>
  waitCounted === undefined ? [] : counted.map((what) => ({ kind: "release", hold: holdId(id, what) }))
