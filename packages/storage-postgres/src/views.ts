import type { CollectionShape } from "pannier/storage"
import type { Query } from "./driver.ts"
import type { Session } from "./session.ts"
import { quoted } from "./statements.ts"

/** Which wording of the views this is; it goes up with each change, so that an older program leaves a newer wording alone. */
const wording = 3

/**
 * The statements that make each view that is not there, or is in an older wording. Views are for people who report with SQL. They ask
 * as who asks them: whoever may not see a row sees it through no view.
 */
export const lackingViews = async (
  session: Session,
  query: Query,
  shapes: ReadonlyArray<CollectionShape>
): Promise<ReadonlyArray<ReadonlyArray<string>>> => {
  const rows = await query(
    "SELECT relname::text, obj_description(oid, 'pg_class') FROM pg_class WHERE relnamespace = to_regnamespace($1::text) AND relkind = 'v'",
    [quoted(session.place.schema)]
  )
  const known = new Map(rows.map(([name, comment]) => [name, Number(/^pannier (\d+)$/.exec(comment ?? "")?.[1] ?? 0)]))
  return views(session, shapes)
    .filter(({ name }) => (known.get(name) ?? 0) < wording)
    .map(({ name, sql }) => [sql, `COMMENT ON VIEW ${session.table(name)} IS 'pannier ${wording}'`])
}

interface View {
  readonly name: string
  readonly sql: string
}

const views = (session: Session, shapes: ReadonlyArray<CollectionShape>): ReadonlyArray<View> => {
  const has = (name: string, ...columns: ReadonlyArray<string>) =>
    shapes.some((shape) => shape.name === name && columns.every((column) => shape.columns[column] !== undefined))
  return [
    balances(session),
    ...(has("order", "customer", "state", "placedAt") ? [orders(session), lines(session)] : []),
    ...(has("payment", "order", "customer", "state", "createdAt") ? [payments(session)] : []),
    ...(has("refund", "order", "payment", "state", "requestedAt") ? [refunds(session)] : [])
  ]
}

/**
 * The documents of a collection as JSON. No text of SQL has a NUL or half of a surrogate pair, and `json` refuses a whole document
 * for one, so U+FFFD stands for either here. Backslashes that stand for themselves are written otherwise first, so that every one
 * that is left begins an escape.
 */
const documents = ({ table }: Session, collection: string, joined = ""): string => {
  const high = String.raw`\\u[dD][89abAB][[:xdigit:]]{2}`
  const low = String.raw`\\u[dD][c-fC-F][[:xdigit:]]{2}`
  const bad = String.raw`\\u0000|${high}(?!${low})|(?<!${high})${low}`
  const mended = String.raw`regexp_replace(replace(d.document, '\\', '\u005c'), '${bad}', '\\ufffd', 'g')`
  const json = String.raw`CASE WHEN d.document ~ '\\u(0000|[dD][89a-fA-F])' THEN ${mended} ELSE d.document END`
  return `${table(collection)} d CROSS JOIN LATERAL (SELECT (${json})::json AS document OFFSET 0) j ${joined} WHERE d.document IS NOT NULL`
}

const view = ({ table }: Session, name: string, columns: ReadonlyArray<string>, from: string): View => ({
  name,
  sql: `CREATE OR REPLACE VIEW ${table(name)} WITH (security_invoker = true) AS SELECT ${columns.join(", ")} FROM ${from}`
})

const instant = (column: string): string => `to_timestamp(d."${column}" / 1000.0)`

const amount = (field: string): ReadonlyArray<string> => [
  `(j.document->'${field}'->>'amount')::numeric AS ${field}`,
  `j.document->'${field}'->>'currency' AS currency`
]

const orders = (session: Session): View =>
  view(
    session,
    "orders",
    [
      "d.tenant",
      "d.id",
      "d.customer",
      "d.state",
      `${instant("placedAt")} AS placed_at`,
      ...amount("total"),
      "(j.document->'quote'->>'grand')::numeric AS grand"
    ],
    documents(session, "doc_order")
  )

const lines = (session: Session): View =>
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
    documents(session, "doc_order", "CROSS JOIN LATERAL json_array_elements(j.document->'lines') l (line)")
  )

const payments = (session: Session): View =>
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
    documents(session, "doc_payment")
  )

const refunds = (session: Session): View =>
  view(
    session,
    "refunds",
    [
      "d.tenant",
      "d.id",
      'd."order"',
      "d.payment",
      "d.state",
      `${instant("requestedAt")} AS requested_at`,
      ...amount("amount"),
      "(j.document->'settlement'->'amount'->>'amount')::numeric AS settled"
    ],
    documents(session, "doc_refund")
  )

/**
 * What stands on each account. An account without bounds keeps no balance: what it had up to `folded_to` is folded into
 * `folded`, and the lines behind are added up.
 */
const balances = (session: Session): View => {
  const { table } = session
  const moved = (column: string) =>
    `coalesce((SELECT sum(t.amount) FROM ${table("transfer")} t WHERE t.tenant = a.tenant AND t.${column} = a.id AND t.position > a.folded_to AND t.kind IN ('post', 'settle')), 0)`
  const held = (column: string) =>
    `coalesce((SELECT sum(h.amount) FROM ${table("hold")} h WHERE h.tenant = a.tenant AND h.${column} = a.id AND h.state = 'held' AND h.until > extract(epoch FROM now()) * 1000), 0)`
  return view(
    session,
    "balance",
    [
      "a.tenant",
      "a.id",
      "a.owner",
      "a.unit",
      "a.floor",
      "a.ceiling",
      `CASE WHEN a.posted IS NOT NULL THEN a.posted::numeric ELSE a.folded + ${moved("to_account")} - ${moved("from_account")} END AS posted`,
      `${held("from_account")} AS outgoing`,
      `${held("to_account")} AS incoming`
    ],
    `${table("account")} a`
  )
}
