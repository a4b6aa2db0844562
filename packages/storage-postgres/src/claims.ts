import type { State } from "./state.ts"
import type { Parameters, Part } from "./statements.ts"

/** Writes who has a value now, over who had it: of two that race, the primary key lets one through. */
export const claimParts = (
  table: string,
  state: State,
  tenant: string,
  parameters: Parameters
): ReadonlyArray<Part> => {
  const parts: Array<Part> = []
  const changed = [...state.claims].filter(([, { found, holder }]) => found !== holder)
  const part = (
    those: ReadonlyArray<(typeof changed)[number]>,
    sql: (columns: {
      readonly scope: string
      readonly value: string
      readonly found: string
      readonly holder: string
    }) => string
  ) => {
    if (those.length === 0) return
    const names = those.map(([name]): ReadonlyArray<string> => JSON.parse(name))
    const columns = {
      scope: parameters.texts(names.map(([scope]) => scope ?? null)),
      value: parameters.texts(names.map(([, value]) => value ?? null)),
      found: parameters.texts(those.map(([, { found }]) => found ?? null)),
      holder: parameters.texts(those.map(([, { holder }]) => holder ?? null))
    }
    parts.push({ sql: sql(columns), rows: those.length })
  }
  const all = ({ scope, value, found, holder }: Record<"scope" | "value" | "found" | "holder", string>) =>
    `unnest(${scope}, ${value}, ${found}, ${holder}) AS n (scope, value, found, holder)`
  part(
    changed.filter(([, { found }]) => found === undefined),
    (columns) =>
      `INSERT INTO ${table} (tenant, scope, value, holder) SELECT ${tenant}, n.scope, n.value, n.holder FROM ${all(columns)}`
  )
  part(
    changed.filter(([, { found, holder }]) => found !== undefined && holder !== undefined),
    (columns) =>
      `UPDATE ${table} c SET holder = n.holder FROM ${all(columns)} WHERE c.tenant = ${tenant} AND c.scope = n.scope AND c.value = n.value AND c.holder = n.found`
  )
  part(
    changed.filter(([, { holder }]) => holder === undefined),
    (columns) =>
      `DELETE FROM ${table} c USING ${all(columns)} WHERE c.tenant = ${tenant} AND c.scope = n.scope AND c.value = n.value AND c.holder = n.found`
  )
  return parts
}
