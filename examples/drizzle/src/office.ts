import type { Query } from "@pannier/storage-postgres"
import { and, eq, gte, sql } from "drizzle-orm"
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres"
import { drizzle as drizzleOver } from "drizzle-orm/pg-proxy"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { type Actor, execute } from "pannier/command"
import type { Shop } from "pannier/shop"
import type { Pool } from "pg"
import { CurrentPart, type Part } from "./part.ts"
import { placing } from "./shop.ts"
import { companies, purchases, requisitions } from "./tables.ts"

/** The host: companies that buy for their employees. */
export interface Office {
  readonly shop: Shop
  /** The host's own connections, of the same database. */
  readonly pool: Pool
}

/** What the office itself says no to. */
export class OfficeRefused extends Error {}

// #region call
/** Places an order, and does the host's part in the transaction of its commit. */
const place = (shop: Shop, actor: Actor, input: unknown, part: Part, key?: string) => {
  const { engine, table } = shop.kernel
  const call = execute(engine, table.order.place, input, { actor, key, wire: true })
  return Effect.runPromise(Effect.result(Effect.provideService(call, CurrentPart, part)))
}
// #endregion call

// #region alongside
/** Drizzle on the connection of a commit. It cannot begin or end a transaction there. */
const drizzleOn = (query: Query) =>
  drizzleOver(async (statement, parameters) => ({ rows: [...(await query(statement, parameters.map(asText)))] }))

/** Orders under a number of the company's own. The number stands with the order, or neither does. */
export const orderUnder = (
  { shop }: Office,
  { company, number, employee }: { readonly company: string; readonly number: string; readonly employee: string },
  input: ReturnType<typeof placing>,
  key?: string
) =>
  place(
    shop,
    { id: employee, kind: "customer" },
    input,
    {
      kind: "alongside",
      run: async (query, { at, writes }) => {
        const order = writes.find(({ collection }) => collection === "order")?.id ?? ""
        const entered = await drizzleOn(query)
          .insert(purchases)
          .values({ company, number, order, at })
          .onConflictDoNothing({ target: [purchases.company, purchases.number] })
          .returning()
        if (entered.length === 0) throw new OfficeRefused(`${company} has used ${number}`)
      }
    },
    key
  )
// #endregion alongside

/** A parameter as PostgreSQL reads it from text. Columns of Drizzle make texts of dates and JSON by themselves. */
const asText = (parameter: unknown): string | null => {
  if (parameter === null || typeof parameter === "string") return parameter
  if (typeof parameter === "number" || typeof parameter === "bigint" || typeof parameter === "boolean")
    return String(parameter)
  throw new TypeError(`a parameter that is ${typeof parameter}`)
}

// #region join
/** Approves a requisition: the budget, the approval and the order stand together, or none of them. */
export const approve = ({ shop, pool }: Office, id: string, approver: string) =>
  within(pool, async (db, query) => {
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
    // The last statement: from here to COMMIT every other commit of the shop waits.
    const placed = await place(shop, { id: employee, kind: "customer" }, placing(cart, quote), { kind: "join", query })
    if (Result.isFailure(placed)) throw new OfficeRefused(placed.failure._tag)
    return placed.success.reply
  })

/** Runs `body` in one transaction of Drizzle, and tells it how a shop speaks on the same connection. */
const within = async <A>(pool: Pool, body: (db: NodePgDatabase, query: Query) => Promise<A>): Promise<A> => {
  const client = await pool.connect()
  let lost = false
  // The statement on its way rejects as well; without a listener the process would end.
  const lose = () => void (lost = true)
  client.on("error", lose)
  const query: Query = async (text, values) =>
    (await client.query({ text, values: [...values], rowMode: "array" })).rows
  try {
    return await drizzle(client).transaction((db) => body(db, query), { isolationLevel: "read committed" })
  } finally {
    client.off("error", lose)
    client.release(lost)
  }
}
// #endregion join
