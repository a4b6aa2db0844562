import { bigint, integer, pgTable, primaryKey, text, varchar } from "drizzle-orm/pg-core"

/** What a company may still spend. */
export const companies = pgTable("company", {
  id: text().primaryKey(),
  /** Minor units. */
  budget: integer().notNull()
})

// #region purchases
/** The numbers under which companies ordered. A company uses a number once. */
export const purchases = pgTable(
  "purchase",
  {
    company: text().notNull(),
    number: varchar({ length: 20 }).notNull(),
    order: text().notNull().unique(),
    /** Milliseconds. */
    at: bigint({ mode: "number" }).notNull()
  },
  (table) => [primaryKey({ columns: [table.company, table.number] })]
)
// #endregion purchases

/** What an employee wants to buy, until somebody approves it. */
export const requisitions = pgTable("requisition", {
  id: text().primaryKey(),
  company: text().notNull(),
  employee: text().notNull(),
  cart: text().notNull(),
  quote: text().notNull(),
  /** Minor units. */
  amount: integer().notNull(),
  state: text({ enum: ["open", "approved"] }).notNull(),
  approver: text()
})

/** The tables as statements; a host that has the tools of Drizzle lets them write its migrations. */
export const layout = `
CREATE TABLE IF NOT EXISTS company (id text PRIMARY KEY, budget integer NOT NULL CHECK (budget >= 0));
CREATE TABLE IF NOT EXISTS purchase (
  company text NOT NULL, number varchar(20) NOT NULL, "order" text NOT NULL UNIQUE, at bigint NOT NULL,
  PRIMARY KEY (company, number)
);
CREATE TABLE IF NOT EXISTS requisition (
  id text PRIMARY KEY, company text NOT NULL, employee text NOT NULL, cart text NOT NULL, quote text NOT NULL,
  amount integer NOT NULL, state text NOT NULL, approver text
)`
