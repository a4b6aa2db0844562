import type { Budget } from "../../promotion/model.ts"
import { accountOf, budgetAccount } from "../../promotion/rules/claim.ts"
import { giftAccounts } from "../../promotion/rules/gift.ts"
import type { Free, QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { QuotedClaim } from "../quote.ts"
import type { RecordedCart } from "./cart.ts"
import type { Setup } from "./setup.ts"

/** What carts took of an account, each customer's apart where it is one for each: minor units of money, or a count. */
export interface Drawn {
  /** As a budget, a gift, a price, points or a card names it. */
  readonly account: string
  readonly unit: QuotedClaim<bigint>["unit"] | "points"
  readonly per: QuotedClaim<bigint>["per"]
  readonly amount: bigint
}

type Accounts = NonNullable<QuoteInput["accounts"]>

// More than any cart asks within the bounds of a quote.
const enough: Free = 1n << 62n

/** The accounts of a trial: what each cart finds on them, and what the carts before it took. */
export class Till {
  readonly #setup: Setup
  readonly #periodic: ReadonlyArray<Budget>
  readonly #endless: Accounts
  readonly #drawn = new Map<string, bigint>()
  /** The accounts of which each customer has one. */
  readonly #each = new Set<string>()
  #stated: Accounts | undefined
  #left: Record<string, Free> = Object.create(null)

  /** Goes on where carts took so much. */
  constructor(setup: Setup, drawn: ReadonlyMap<string, Drawn>) {
    this.#setup = setup
    const budgets = setup.rules.rules.flatMap((rule) => rule.budgets)
    this.#periodic = budgets.filter(({ period }) => period !== undefined)
    const names = [
      ...budgets.filter(({ period }) => period === undefined).map(({ account }) => account),
      ...setup.rules.rules.flatMap(({ promotion }) => giftAccounts(promotion))
    ]
    this.#endless = Object.fromEntries(names.map((name) => [name, enough]))
    for (const [id, one] of drawn) this.#note(id, one)
  }

  /** What a cart finds. It holds until the next cart is asked for. */
  free({ at, context, accounts: stated }: RecordedCart["input"]): Accounts | undefined {
    if (this.#setup.accounts === "unlimited") {
      const periods = this.#periodic.map((budget) => [budgetAccount(budget, at), enough] as const)
      return { ...stated, ...this.#endless, ...Object.fromEntries(periods) }
    }
    if (stated === undefined || this.#setup.accounts === "asStated") return stated
    if (stated !== this.#stated) {
      this.#stated = stated
      this.#left = Object.create(null)
      for (const [account, has] of Object.entries(stated)) this.#put(account, has)
    }
    for (const budget of this.#periodic) {
      const account = budgetAccount(budget, at)
      const has = Object.hasOwn(stated, budget.account) ? stated[budget.account] : undefined
      if (has !== undefined && !Object.hasOwn(this.#left, account)) this.#put(account, has)
    }
    return this.#forCustomer(context?.customer)
  }

  /** Notes what the quote of a cart takes, and says it. What its unknown buyer may not have is counted on nobody. */
  take({ context }: RecordedCart["input"], { claims, points, tenders = [] }: Quote): ReadonlyMap<string, Drawn> {
    const taken = new Map<string, Drawn>()
    const add = (id: string, one: Drawn): void => {
      taken.set(id, { ...one, amount: one.amount + (taken.get(id)?.amount ?? 0n) })
      this.#note(id, one)
      if (one.per === "all" && Object.hasOwn(this.#left, id)) this.#left[id] = BigInt(this.#left[id] ?? 0) - one.amount
    }
    for (const { provisional, account, unit, per, amount } of claims) {
      if (provisional !== true)
        add(accountOf({ account, per }, context?.customer ?? ""), { account, unit, per, amount })
    }
    if (points !== undefined && points.spent > 0n) {
      add(points.account, { account: points.account, unit: "points", per: "all", amount: points.spent })
    }
    for (const { account, amount } of tenders)
      if (amount > 0n) add(account, { account, unit: "money", per: "all", amount })
    return taken
  }

  #note(id: string, { account, per, amount }: Drawn): void {
    this.#drawn.set(id, (this.#drawn.get(id) ?? 0n) + amount)
    if (per === "customer") this.#each.add(account)
  }

  #put(account: string, has: Free): void {
    this.#left[account] = BigInt(has) - (this.#drawn.get(account) ?? 0n)
  }

  // Of an account that each customer has, what is left is this customer's own.
  #forCustomer(customer: string | undefined): Accounts {
    if (this.#each.size === 0) return this.#left
    const own: Record<string, Free> = Object.assign(Object.create(null), this.#left)
    for (const account of this.#each) {
      const gone =
        customer === undefined ? 0n : (this.#drawn.get(accountOf({ account, per: "customer" }, customer)) ?? 0n)
      if (Object.hasOwn(own, account)) own[account] = BigInt(own[account] ?? 0) - gone
    }
    return own
  }
}
