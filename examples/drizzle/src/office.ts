import { overPg, type Query } from "@pannier/storage-postgres"
import { and, eq, gte, sql } from "drizzle-orm"
import { drizzle } from "drizzle-orm/pg-proxy"
import type { Shop } from "pannier/shop"
import type { Pool } from "pg"
import { placing } from "./shop.ts"
import { companies, purchases, requisitions } from "./tables.ts"

/** The host: companies that buy for their employees. */
export interface Office {
  readonly shop: Shop<Query>
  /** The host's own connections, of the same database. */
  readonly pool: Pool
}

/** What the office itself says no to. */
export class OfficeRefused extends Error {}

// #region alongside
/** Orders under a number of the company's own. The number stands with the order, or neither does. */
export const orderUnder = (
  { shop }: Office,
  { company, number, employee }: { readonly company: string; readonly number: string; readonly employee: string },
  input: ReturnType<typeof placing>,
  key?: string
) =>
  shop.as({ id: employee, kind: "customer" }).order.place(input, {
    key,
    alongside: async (query, { id, placedAt }) => {
      const entered = await drizzleOn(query)
        .insert(purchases)
        .values({ company, number, order: id, at: placedAt })
        .onConflictDoNothing({ target: [purchases.company, purchases.number] })
        .returning()
      if (entered.length === 0) throw new OfficeRefused(`${company} has used ${number}`)
    }
  })
// #endregion alongside

// #region drizzle
/** Drizzle on the connection of a transaction that is open. It cannot begin or end one there. */
const drizzleOn = (query: Query) =>
  drizzle(async (statement, parameters) => ({ rows: [...(await query(statement, parameters.map(asText)))] }))

/** A parameter as PostgreSQL reads it from text. Columns of Drizzle make texts of dates and JSON by themselves. */
const asText = (parameter: unknown): string | null => {
  if (parameter === null || typeof parameter === "string") return parameter
  if (typeof parameter === "number" || typeof parameter === "bigint" || typeof parameter === "boolean")
    return String(parameter)
  throw new TypeError(`a parameter that is ${typeof parameter}`)
}
// #endregion drizzle

// #region within
/** Approves a requisition: the budget, the approval and the order stand together, or none of them. */
export const approve = ({ shop, pool }: Office, id: string, approver: string) =>
  overPg(pool).transaction(async (query) => {
    const db = drizzleOn(query)
    const [requisition] = await db
      .update(requisitions)
      .set({ state: "approved", approver })
      .where(and(eq(requisitions.id, id), eq(requisitions.state, "open")))
      .returning()
    if (requisition === undefined) throw new OfficeRefused(`${id} is not open`)
    const { company, amount, employee, cart, quote } = requisition
    const paid = await db
      .update(companies)
      .set({ budget: sql`${companies.budget} - ${amount}` })
      .where(and(eq(companies.id, company), gte(companies.budget, amount)))
      .returning()
    if (paid.length === 0) throw new OfficeRefused(`${company} has not ${amount} left`)
    // The last statement: from here to COMMIT every other commit of the shop waits. What it rejects with takes all of it back.
    return shop.within(query).as({ id: employee, kind: "customer" }).order.place(placing(cart, quote))
  })
// #endregion within
