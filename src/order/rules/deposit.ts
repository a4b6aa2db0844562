import type { Account } from "../../ledger/model.ts"
import type { Quote } from "../../quote/model.ts"
import type { Order } from "../model.ts"
import type { OrderDeposit, PresalePolicy } from "../presale.ts"

const hour = 3_600_000

/** The window of a tail where neither promotion nor shop say: from placement, for three days; in hours. */
const usualTailWindow = { opensAfter: 0, lasts: 72 }

/**
 * How a quote is paid in two parts: undefined where all of it is due at once.
 *
 * @param now when the order is placed, milliseconds
 */
export const depositOf = (
  { deposit, currency }: Pick<Quote, "deposit" | "currency">,
  terms: PresalePolicy,
  now: number
): OrderDeposit | undefined => {
  if (deposit === undefined || deposit.tail === 0n) return undefined
  const { opensAfter, lasts } = terms.tailWindow ?? usualTailWindow
  const from = deposit.from ?? now + opensAfter * hour
  return {
    amount: { amount: deposit.now, currency },
    tail: { amount: deposit.tail, currency },
    from,
    until: deposit.until ?? from + lasts * hour,
    terms,
    // A deposit of nothing is paid with the placement.
    ...(deposit.now === 0n ? { paidAt: now } : {})
  }
}

/**
 * What of a deposit is 定金 in the sense of the law: at most a fifth of the whole price (Civil Code of the PRC, article 586).
 * Minor units, rounded down.
 */
export const earnest = (deposit: bigint, whole: bigint): bigint => {
  const most = whole / 5n
  return deposit < most ? deposit : most
}

/** What becomes of a deposit that is not followed by its tail. Minor units. */
export interface DepositEnd {
  readonly kept: bigint
  readonly back: bigint
  readonly owed: bigint
}

/**
 * Who does not perform loses the deposit, or returns it twice (Civil Code of the PRC, article 587), as far as the terms of
 * the order say so. A tail whose word came too late for the goods is nobody's fault: all goes back.
 *
 * @param left what of the deposit is there to give back: staff may have sent some before
 */
export const depositEnd = (
  deposit: OrderDeposit,
  whole: bigint,
  why: NonNullable<Order["cancellation"]>,
  left: bigint
): DepositEnd => {
  const { late = "keep", withdrawn = "keep", seller = "double" } = deposit.terms
  const counts = earnest(deposit.amount.amount, whole)
  const keeps = (why === "unpaid" && late === "keep") || (why === "buyer" && withdrawn === "keep")
  const kept = !keeps ? 0n : counts < left ? counts : left
  return { kept, back: left - kept, owed: why === "staff" && seller === "double" ? counts : 0n }
}

/** Deposits that the shop kept, less those it has returned twice. */
export const depositAccount = (currency: string): Account => ({
  id: `deposits:${currency}`,
  owner: "shop",
  unit: currency
})

/** What the shop owes a buyer beside what went back. It is no credit: it is paid out, not spent. */
export const owedAccount = (customer: string, currency: string): Account => ({
  id: `owed:${customer}:${currency}`,
  owner: `owed:${customer}`,
  unit: currency,
  floor: 0n
})

/** The payment that an order waits for. */
export const awaited = ({ payment, deposit }: Pick<Order, "payment" | "deposit">): string | undefined =>
  deposit?.paidAt === undefined ? payment : deposit.payment

/** What is due first. */
export const dueFirst = ({ total, deposit }: Pick<Order, "total" | "deposit">): Order["total"] =>
  deposit?.amount ?? total

/** From this instant on the order waits no longer for the payment that comes next; milliseconds. */
export const waitsUntil = ({ expiresAt, deposit }: Pick<Order, "expiresAt" | "deposit">): number =>
  deposit?.paidAt === undefined ? expiresAt : deposit.until
