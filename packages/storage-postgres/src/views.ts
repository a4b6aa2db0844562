import type { CollectionShape } from "pannier/storage"
import type { Session } from "./session.ts"

/** Views for people who report with SQL. They ask as who asks them: whoever may not see a row sees it through no view. */
export const views = (session: Session, shapes: ReadonlyArray<CollectionShape>): ReadonlyArray<string> => {
  const has = (name: string, ...columns: ReadonlyArray<string>) =>
    shapes.some((shape) => shape.name === name && columns.every((column) => shape.columns[column] !== undefined))
  return [
    balances(session),
    ...(has("order", "customer", "state", "placedAt") ? [orders(session), lines(session)] : []),
    ...(has("payment", "order", "customer", "state", "createdAt") ? [payments(session)] : [])
  ]
}

const view = ({ table }: Session, name: string, columns: ReadonlyArray<string>, from: string): string =>
  `CREATE OR REPLACE VIEW ${table(name)} WITH (security_invoker = true) AS SELECT ${columns.join(", ")} FROM ${from}`

const instant = (column: string): string => `to_timestamp(d."${column}" / 1000.0)`

// Not `jsonb`, which refuses a text with an escaped NUL in it.
const amount = (field: string): ReadonlyArray<string> => [
  `(d.document::json->'${field}'->>'amount')::numeric AS ${field}`,
  `d.document::json->'${field}'->>'currency' AS currency`
]

const orders = (session: Session): string =>
  view(
    session,
    "orders",
    ["d.tenant", "d.id", "d.customer", "d.state", `${instant("placedAt")} AS placed_at`, ...amount("total")],
    `${session.table("doc_order")} d WHERE d.document IS NOT NULL`
  )

const lines = (session: Session): string =>
  view(
    session,
    "order_lines",
    [
      "d.tenant",
      'd.id AS "order"',
      "l.line->>'id' AS line",
      "l.line->>'sku' AS sku",
      "(l.line->>'quantity')::numeric AS quantity",
      "d.customer",
      "d.state",
      `${instant("placedAt")} AS placed_at`
    ],
    `${session.table("doc_order")} d CROSS JOIN LATERAL json_array_elements(d.document::json->'lines') l (line) WHERE d.document IS NOT NULL`
  )

const payments = (session: Session): string =>
  view(
    session,
    "payments",
    [
      "d.tenant",
      "d.id",
      'd."order"',
      "d.customer",
      "d.state",
      `${instant("createdAt")} AS created_at`,
      ...amount("amount")
    ],
    `${session.table("doc_payment")} d WHERE d.document IS NOT NULL`
  )

/**
 * What stands on each account. An account without bounds keeps no balance: what it had up to `folded_to` is folded into
 * `folded`, and the lines behind are added up.
 */
const balances = ({ table }: Session): string => {
  const moved = (column: string) =>
    `coalesce((SELECT sum(t.amount) FROM ${table("transfer")} t WHERE t.tenant = a.tenant AND t.${column} = a.id AND t.position > a.folded_to AND t.kind IN ('post', 'settle')), 0)`
  const held = (column: string) =>
    `coalesce((SELECT sum(h.amount) FROM ${table("hold")} h WHERE h.tenant = a.tenant AND h.${column} = a.id AND h.state = 'held' AND h.until > extract(epoch FROM now()) * 1000), 0)`
  return `CREATE OR REPLACE VIEW ${table("balance")} WITH (security_invoker = true) AS
    SELECT a.tenant, a.id, a.owner, a.unit, a.floor, a.ceiling,
      CASE WHEN a.posted IS NOT NULL THEN a.posted::numeric ELSE a.folded + ${moved("to_account")} - ${moved("from_account")} END AS posted,
      ${held("from_account")} AS outgoing, ${held("to_account")} AS incoming
    FROM ${table("account")} a`
}
