import type { CopiedRow, Section } from "pannier/storage"
import type { Query } from "./driver.ts"
import type { Session } from "./session.ts"
import { Parameters, quoted } from "./statements.ts"

/** Enters rows of the tenant. */
export const insert = async (
  session: Session,
  query: Query,
  { name, columns }: Section,
  rows: ReadonlyArray<CopiedRow>
): Promise<void> => {
  if (rows.length === 0) return
  const parameters = new Parameters()
  const tenant = parameters.text(session.place.tenant)
  const lists = columns.map(([, type], index) => {
    const cells = rows.map((row) => row[index] ?? null)
    return type === "integer"
      ? parameters.integers(cells.map((cell) => (cell === null ? null : BigInt(cell))))
      : parameters.texts(cells.map((cell) => (cell === null ? null : String(cell))))
  })
  const names = columns.map(([column]) => quoted(column)).join(", ")
  await query(
    `INSERT INTO ${session.table(name)} (tenant, ${names}) SELECT ${tenant}, * FROM unnest(${lists.join(", ")})`,
    parameters.values
  )
}

/** The lines of the ledger as this layout keeps them. */
export const withPart = (section: Section): Section => ({
  ...section,
  columns: [...section.columns, ["part", "integer"]]
})

/** A fact that its account covers in part has two lines of one id: each is told its number, and what is no post has 0. */
export const parts = (rows: ReadonlyArray<CopiedRow>): ReadonlyArray<CopiedRow> => {
  const posts = new Map<string, bigint>()
  return rows.map((row) => {
    const [position, , transfer, kind] = row
    if (kind !== "post") return [...row, 0n]
    const name = `${position} ${transfer}`
    const part = (posts.get(name) ?? 0n) + 1n
    posts.set(name, part)
    return [...row, part]
  })
}

/** The accounts as this layout keeps them. */
export const folded = (section: Section): Section => ({
  ...section,
  columns: [...section.columns, ["folded", "integer"], ["folded_to", "integer"]]
})

/** An account without bounds keeps no balance row to wait for: what it has is folded up to where the log ends. */
export const fold =
  (position: number) =>
  ([id = null, owner = null, unit = null, floor = null, ceiling = null, ...sums]: CopiedRow): CopiedRow =>
    floor === null && ceiling === null
      ? [id, owner, unit, null, null, null, null, null, sums[0] ?? 0n, BigInt(position)]
      : [id, owner, unit, floor, ceiling, ...sums, 0n, 0n]
