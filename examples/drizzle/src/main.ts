import { startServer } from "@pannier/postgres-server"
import { eq } from "drizzle-orm"
import { drizzle } from "drizzle-orm/node-postgres"
import { RefusedError } from "pannier/shop"
import pg from "pg"
import { approve, OfficeRefused, orderUnder } from "./office.ts"
import { openTeaShop, quoted } from "./shop.ts"
import { companies, layout, purchases, requisitions } from "./tables.ts"

const given = process.env["DATABASE_URL"]
// Without a database of yours, a server starts from the binaries that npm has, and is gone with this process.
const server = given === undefined ? await startServer() : undefined
const pool = new pg.Pool({ connectionString: given ?? server?.url, max: 10 })
pool.on("error", (cause) => console.error(cause.message))
await pool.query(layout)

// Every run is a shop and a company of its own in the same tables.
const run = Date.now().toString(36)
const shop = await openTeaShop(pool, `drizzle-${run}`)
const office = { shop, pool }
const db = drizzle(pool)
const company = `acme-${run}`
await db.insert(companies).values({ id: company, budget: 50_000 })

/** What an answer comes to, in a word. */
const told = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer
    return "done"
  } catch (refused) {
    // What the host threw alongside a commit comes as the cause of the shop's refusal.
    const reason = refused instanceof RefusedError && refused.cause !== undefined ? refused.cause : refused
    if (!(reason instanceof OfficeRefused || reason instanceof RefusedError)) throw reason
    return `refused: ${reason.message.replaceAll(`-${run}`, "")}`
  }
}

const number = { company, number: "PO-7", employee: "ann" }
console.log(
  "ann orders under PO-7        ",
  await told(orderUnder(office, number, (await quoted(shop, "ann", 1)).placing))
)
console.log(
  "ann orders under PO-7 again  ",
  await told(orderUnder(office, number, (await quoted(shop, "ann", 1)).placing))
)
console.log("numbers used                 ", await db.$count(purchases, eq(purchases.company, company)))

const wish = async (id: string, quantity: number) => {
  const { placing, amount } = await quoted(shop, "ben", quantity)
  const { cart, quote } = placing
  await db.insert(requisitions).values({ id, company, employee: "ben", cart, quote, amount, state: "open" })
}
await wish(`req-1-${run}`, 3)
await wish(`req-2-${run}`, 2)
console.log("chen approves req-1, 394.00  ", await told(approve(office, `req-1-${run}`, "chen")))
console.log("chen approves req-2, 266.00  ", await told(approve(office, `req-2-${run}`, "chen")))
for (const { id, state } of await db
  .select()
  .from(requisitions)
  .where(eq(requisitions.company, company))
  .orderBy(requisitions.id)) {
  console.log(id.replace(`-${run}`, "").padEnd(29), state)
}

await shop.close()
await pool.end()
await server?.stop()
