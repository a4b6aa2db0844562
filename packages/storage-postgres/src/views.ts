import type { CollectionShape } from "pannier/storage"
import type { Session } from "./session.ts"

/** Views for people who report with SQL. They ask as who asks them: whoever may not see a row sees it through no view. */
export const views = (session: Session, shapes: ReadonlyArray<CollectionShape>): ReadonlyArray<string> => {
  void shapes
  return [balances(session)]
}

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
