import type { Rows } from "./load.ts"
import type { State } from "./state.ts"
import type { Parameters, Part } from "./statements.ts"

/** Balances over the balances that were read. An account without bounds keeps none, so it is no hot row. */
export const accountParts = (
  table: string,
  rows: Rows,
  state: State,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const wide = new Set(rows.wide)
  const all = [...state.accounts.values()]
  const keeps = ({ found, now }: (typeof all)[number]) =>
    found !== undefined ||
    now.account.floor !== undefined ||
    now.account.ceiling !== undefined ||
    wide.has(now.account.id)
  const parts: Array<Part> = []
  const fresh = all.filter(({ isNew }) => isNew)
  if (fresh.length > 0) {
    const sums = (sum: "posted" | "outgoing" | "incoming") =>
      parameters.integers(fresh.map((one) => (keeps(one) ? one.now[sum] : null)))
    const columns = [
      parameters.texts(fresh.map(({ now }) => now.account.id)),
      parameters.texts(fresh.map(({ now }) => now.account.owner)),
      parameters.texts(fresh.map(({ now }) => now.account.unit)),
      parameters.integers(fresh.map(({ now }) => now.account.floor ?? null)),
      parameters.integers(fresh.map(({ now }) => now.account.ceiling ?? null)),
      sums("posted"),
      sums("outgoing"),
      sums("incoming")
    ]
    parts.push({
      sql: `INSERT INTO ${table} (tenant, id, owner, unit, floor, ceiling, posted, outgoing, incoming) SELECT ${tenant}, * FROM unnest(${columns.join(", ")})`,
      rows: fresh.length
    })
  }
  const changed = all.filter((one) => !one.isNew && keeps(one) && differs(one.found, one.now))
  if (changed.length > 0) {
    const sums = (of: "found" | "now") =>
      (["posted", "outgoing", "incoming"] as const).map((sum) =>
        parameters.integers(changed.map((one) => one[of]?.[sum] ?? null))
      )
    parts.push({
      sql: `UPDATE ${table} a SET posted = n.posted, outgoing = n.outgoing, incoming = n.incoming
        FROM unnest(${[parameters.texts(changed.map(({ now }) => now.account.id)), ...sums("now"), ...sums("found")].join(", ")}) AS n (id, posted, outgoing, incoming, found_posted, found_outgoing, found_incoming)
        WHERE a.tenant = ${tenant} AND a.id = n.id AND a.posted IS NOT DISTINCT FROM n.found_posted AND a.outgoing IS NOT DISTINCT FROM n.found_outgoing AND a.incoming IS NOT DISTINCT FROM n.found_incoming`,
      rows: changed.length
    })
  }
  return parts
}

const differs = (
  found: { readonly posted: bigint; readonly outgoing: bigint; readonly incoming: bigint } | undefined,
  now: { readonly posted: bigint; readonly outgoing: bigint; readonly incoming: bigint }
): boolean =>
  found === undefined ||
  found.posted !== now.posted ||
  found.outgoing !== now.outgoing ||
  found.incoming !== now.incoming

/** Holds that were made, and those that were resolved. */
export const holdParts = (table: string, state: State, tenant: string, parameters: Parameters): ReadonlyArray<Part> => {
  const parts: Array<Part> = []
  const all = [...state.holds.values()]
  const fresh = all.filter(({ found }) => found === undefined).map(({ now }) => now)
  if (fresh.length > 0) {
    const columns = [
      parameters.texts(fresh.map(({ id }) => id)),
      parameters.texts(fresh.map(({ from }) => from)),
      parameters.texts(fresh.map(({ to }) => to)),
      parameters.texts(fresh.map(({ unit }) => unit)),
      parameters.integers(fresh.map(({ amount }) => amount)),
      parameters.integers(fresh.map(({ until }) => until)),
      parameters.texts(fresh.map((one) => one.state))
    ]
    parts.push({
      sql: `INSERT INTO ${table} (tenant, id, from_account, to_account, unit, amount, until, state) SELECT ${tenant}, * FROM unnest(${columns.join(", ")})`,
      rows: fresh.length
    })
  }
  // A hold resolves once: what is written over is always `held`.
  const resolved = all.filter(({ found, now }) => found !== undefined && found !== now.state)
  if (resolved.length > 0) {
    parts.push({
      sql: `UPDATE ${table} h SET state = n.state FROM unnest(${parameters.texts(resolved.map(({ now }) => now.id))}, ${parameters.texts(resolved.map(({ now }) => now.state))}) AS n (id, state) WHERE h.tenant = ${tenant} AND h.id = n.id AND h.state = 'held'`,
      rows: resolved.length
    })
  }
  return parts
}

/** The lines of the journal. */
export const transferParts = (
  table: string,
  state: State,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const lines = state.entered.flatMap(({ change, position }) => {
    const posts = new Map<string, number>()
    return change.lines.map((line, index) => {
      const part = line.kind === "post" ? (posts.get(line.transfer) ?? 0) + 1 : 0
      if (part > 0) posts.set(line.transfer, part)
      return { ...line, position, line: index + 1, part }
    })
  })
  if (lines.length === 0) return []
  const columns = [
    parameters.integers(lines.map(({ position }) => position)),
    parameters.integers(lines.map(({ line }) => line)),
    parameters.texts(lines.map(({ transfer }) => transfer)),
    parameters.texts(lines.map(({ kind }) => kind)),
    parameters.texts(lines.map(({ from }) => from)),
    parameters.texts(lines.map(({ to }) => to)),
    parameters.texts(lines.map(({ unit }) => unit)),
    parameters.integers(lines.map(({ amount }) => amount)),
    parameters.integers(lines.map(({ part }) => part))
  ]
  return [
    {
      sql: `INSERT INTO ${table} (tenant, position, line, transfer, kind, from_account, to_account, unit, amount, part) SELECT ${tenant}, * FROM unnest(${columns.join(", ")})`,
      rows: lines.length
    }
  ]
}
