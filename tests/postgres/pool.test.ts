import { overPg, type PgClient, type PgPool } from "@pannier/storage-postgres"
import { expect, test } from "vitest"

/** What a server does about a statement: it answers, says why not, or is silent until the pool's `query_timeout` is over. */
type Way = "answers" | "refuses" | "is silent"

/** A pool of one connection, whose statements go as the first fitting word says. */
const poolWith = (ways: Readonly<Record<string, Way>>) => {
  const told: Array<string> = []
  const run = async (statement: unknown): Promise<{ readonly rows: ReadonlyArray<unknown> }> => {
    const text = typeof statement === "string" ? statement : (statement as { readonly text: string }).text
    const [word = ""] = text.split(" ")
    told.push(word)
    const way = ways[word] ?? "answers"
    if (way === "refuses") throw Object.assign(new Error("refused"), { code: "42501" })
    if (way === "is silent") throw new Error("Query read timeout")
    return { rows: [] }
  }
  const client: PgClient = {
    query: run,
    release: (destroy) => void told.push(destroy === true ? "closed" : "given back"),
    on: () => {},
    off: () => {}
  }
  const pool: PgPool = { connect: (lent) => lent(undefined, client) }
  return { told, driver: overPg(pool) }
}

test.each([
  ["of one statement that is refused is lent again", { SELECT: "refuses" }, ["SELECT", "given back"]],
  ["of one statement without an answer is closed", { SELECT: "is silent" }, ["SELECT", "closed"]]
] as const)("a connection %s", async (_, ways, expected) => {
  const { told, driver } = poolWith(ways)
  await expect(driver.query("SELECT 1", [])).rejects.toThrow()
  expect(told).toEqual(expected)
})

test.each([
  ["refused", { INSERT: "refuses" }, ["BEGIN", "INSERT", "ROLLBACK", "given back"]],
  [
    "refused, and cannot roll back",
    { INSERT: "refuses", ROLLBACK: "is silent" },
    ["BEGIN", "INSERT", "ROLLBACK", "closed"]
  ],
  ["silent at BEGIN", { BEGIN: "is silent" }, ["BEGIN", "closed"]],
  ["silent at a statement", { INSERT: "is silent" }, ["BEGIN", "INSERT", "closed"]],
  ["silent at COMMIT", { COMMIT: "is silent" }, ["BEGIN", "INSERT", "COMMIT", "closed"]]
] as const)("a transaction that is %s leaves nothing on its way to whoever comes next", async (_, ways, expected) => {
  const { told, driver } = poolWith(ways)
  await expect(driver.transaction((query) => query("INSERT 1", []))).rejects.toThrow()
  expect(told).toEqual(expected)
})

test("what the body of a transaction throws costs no connection", async () => {
  const { told, driver } = poolWith({})
  const thrown = driver.transaction(() => Promise.reject(new Error("the host's own")))
  await expect(thrown).rejects.toThrow("the host's own")
  expect(told).toEqual(["BEGIN", "ROLLBACK", "given back"])
})
