import { position, type Statement, statementsOf, type Value } from "./postgres-bare.ts"
import { checkout, keyOf } from "./storage-checkout.ts"

/** A part of an example's texts that is another one in each transaction, and the SQL that stands in its place. */
type Part = readonly [text: string, sql: string]

/**
 * One transaction of pgbench, from the statements of an example: `-D from=N -D each=N -D i=-1`, so that each client has numbers
 * of its own.
 */
export const checkoutScript = (): string => {
  const { commit, skus, code, buyer, number } = example()
  // The shelves in one order, or two transactions would wait for each other.
  const setting = [
    "\\set i :i + 1",
    "\\set n :from + :client_id * :each + :i",
    "\\set a (:n * 389) % 1000",
    "\\set b (:n * 389 + 337) % 1000",
    "\\set c (:n * 389 + 674) % 1000",
    "\\set low least(:a, :b, :c)",
    "\\set high greatest(:a, :b, :c)",
    "\\set middle :a + :b + :c - :low - :high",
    "\\set code :n % 20",
    "\\set buyer :n % 5000"
  ]
  const seed = /_(.+)0$/.exec(commit.writes[1]?.id ?? "")?.[1] ?? ""
  const [low = "", middle = "", high = ""] = skus
  const parts: ReadonlyArray<Part> = [
    [seed, `lpad(:n, ${seed.length}, '0')`],
    [keyOf(number), "lpad(:n, 36, '0')"],
    [`cart-${number}`, "'cart-' || :n"],
    [low, "'sku-' || :low"],
    [middle, "'sku-' || :middle"],
    [high, "'sku-' || :high"],
    [code, "'SAVE' || :code"],
    [buyer, "'customer-' || :buyer"]
  ]
  return scriptOf(setting, statementsOf(commit), parts)
}

/** A checkout in which no sku begins with another's name, nor a code or buyer with another's number. */
const example = () => {
  for (let number = 10_000; ; number++) {
    const commit = checkout(number, Date.now())
    const owners = commit.transfers.flatMap((one) => (one.kind === "hold" ? [one.from.owner] : []))
    const skus = owners.filter((owner) => owner.startsWith("sku-")).sort()
    const [code, buyer] = [`SAVE${number % 20}`, `customer-${number % 5_000}`]
    const long = [...skus.map((sku) => sku.length === 7), code.length === 6, buyer.length === 13]
    if (long.every(Boolean)) return { commit, skus, code, buyer, number }
  }
}

/** One statement as a transaction of its own. */
export const singleScript = (statement: Statement): string => `${written(statement, [])};\n`

const scriptOf = (
  setting: ReadonlyArray<string>,
  statements: ReadonlyArray<Statement>,
  parts: ReadonlyArray<Part>
): string => {
  const body = statements.map((one) => written(one, parts) + (one.answers === undefined ? ";" : " \\gset"))
  return [...setting, "BEGIN;", ...body, "COMMIT;", ""].join("\n")
}

const written = ({ text, values }: Statement, parts: ReadonlyArray<Part>): string =>
  text.replaceAll(/\$(\d+)/g, (_, at: string) => literal(values[Number(at) - 1] ?? null, parts))

const literal = (value: Value, parts: ReadonlyArray<Part>): string => {
  if (value === null) return "NULL"
  if (value === position) return ":position"
  if (typeof value === "number" || typeof value === "bigint") return `${value}`
  if (typeof value !== "string") return `ARRAY[${value.map((one) => literal(one, parts)).join(", ")}]`
  // pgbench takes `:name` for a variable even inside quotes.
  if (/:[A-Za-z_]/.test(parts.reduce((text, [from]) => text.replaceAll(from, ""), value))) {
    throw new Error(`pgbench would take a variable out of ${value}`)
  }
  const plain = `'${value.replaceAll("'", "''")}'`
  const varied = parts.reduce((text, [from, sql]) => text.replaceAll(from, `' || ${sql} || '`), plain)
  return varied === plain ? plain : `(${varied})`
}
