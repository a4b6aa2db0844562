import type { Held, Transfer } from "pannier/ledger"
import type { Commit } from "pannier/storage"
import { accountOf, balanceColumns, balanceOf } from "./accounts.ts"
import { tableOf } from "./names.ts"
import { byCollection, nameOf } from "./documents.ts"
import { aheadOf, serverClock } from "./clock.ts"
import type { Query, Row } from "./driver.ts"
import type { Session } from "./session.ts"
import { claimName, State, wideAmount } from "./state.ts"
import { amountIn, arm, numberIn, Parameters, sortedIds, textIn } from "./statements.ts"

/** What the commits of a group name, each list sorted: rows are always read and locked in this order. */
export interface Rows {
  readonly keys: ReadonlyArray<string>
  readonly documents: ReturnType<typeof byCollection>
  readonly claims: ReadonlyArray<readonly [scope: string, value: string]>
  readonly accounts: ReadonlyArray<string>
  /** Accounts that an amount moves on which only an exact balance can tell from one that leaves the range. */
  readonly wide: ReadonlyArray<string>
  /** Holds that are settled or released. */
  readonly holds: ReadonlyArray<string>
  /** Ids under which a post or a hold is to be made. */
  readonly made: ReadonlyArray<string>
  readonly intents: ReadonlyArray<string>
  /** Holds that die until then may be let go: the latest instant that the log may give one of the commits. */
  readonly until: number
}

export const rowsOf = (commits: ReadonlyArray<Commit>, until: number): Rows => {
  const claims = new Map(
    commits.flatMap((commit) =>
      commit.claims.map(({ scope, value }) => [claimName(scope, value), [scope, value] as const])
    )
  )
  const moves = commits.flatMap((commit) => commit.transfers.filter(isMove))
  const accountsOf = (move: Move) => [
    move.from.id,
    move.to.id,
    ...(move.kind === "post" && move.short !== undefined ? [move.short.id] : [])
  ]
  return {
    keys: sortedIds(commits.map(({ key }) => key)),
    documents: byCollection(commits.flatMap(({ guards, writes }) => [...guards, ...writes])),
    claims: [...claims].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, claim]) => claim),
    accounts: sortedIds(moves.flatMap(accountsOf)),
    wide: sortedIds(moves.filter(({ amount }) => amount >= wideAmount).flatMap(accountsOf)),
    holds: sortedIds(
      commits.flatMap(({ transfers }) => transfers.flatMap((transfer) => (isMove(transfer) ? [] : [transfer.hold])))
    ),
    made: sortedIds(moves.map(({ id }) => id)),
    intents: sortedIds(commits.flatMap(({ intents, done }) => [...intents.map(({ id }) => id), ...done])),
    until
  }
}

type Move = Extract<Transfer, { readonly kind: "post" | "hold" }>

const isMove = (transfer: Transfer): transfer is Move => transfer.kind === "post" || transfer.kind === "hold"

/** Reads what a group asks about: one statement, hence one snapshot. */
export const load = async (session: Session, query: Query, rows: Rows): Promise<State> => {
  const { sql, values } = statement(session, rows)
  const state = new State()
  const sent = Date.now()
  for (const row of await query(sql, values)) take(state, row)
  state.ahead = aheadOf(state.server, sent, Date.now())
  return state
}

const statement = (session: Session, rows: Rows) => {
  const parameters = new Parameters()
  const { table } = session
  const tenant = parameters.text(session.place.tenant)
  const arms = [
    arm("head", ["position", "at", serverClock], `FROM ${table("head")} WHERE tenant = ${tenant}`),
    arm(
      "receipt",
      ["key", "position", "fingerprint", "reply"],
      `FROM ${table("receipt")} WHERE tenant = ${tenant} AND key = ANY(${parameters.texts(rows.keys)})`
    )
  ]
  for (const [collection, ids] of rows.documents) {
    arms.push(
      arm(
        "document",
        [parameters.text(collection), "id", "version", "document IS NULL"],
        `FROM ${tableOf(session, collection)} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(ids)})`
      )
    )
  }
  if (rows.claims.length > 0) {
    const scopes = parameters.texts(rows.claims.map(([scope]) => scope))
    const claimed = parameters.texts(rows.claims.map(([, value]) => value))
    arms.push(
      arm(
        "claim",
        ["c.scope", "c.value", "c.holder"],
        `FROM unnest(${scopes}, ${claimed}) AS n (scope, value) JOIN ${table("claim")} c ON c.tenant = ${tenant} AND c.scope = n.scope AND c.value = n.value`
      )
    )
  }
  if (rows.intents.length > 0) {
    arms.push(
      arm(
        "intent",
        ["id"],
        `FROM ${table("intent")} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(rows.intents)})`
      )
    )
  }
  const ledger =
    rows.accounts.length + rows.holds.length === 0 ? undefined : ledgerArms(session, rows, tenant, parameters)
  if (ledger !== undefined) arms.push(...ledger.arms)
  return { sql: `${ledger?.tables ?? ""}${arms.join(" UNION ALL ")}`, values: parameters.values }
}

/**
 * The accounts and holds that are named; then the dead holds of each bounded account among them, and the accounts on the
 * other side of those. Of the live holds none but the named ones is read: a busy shelf has thousands.
 */
const ledgerArms = (session: Session, rows: Rows, tenant: string, parameters: Parameters) => {
  const { table } = session
  const until = parameters.integer(rows.until)
  const holdColumns = "h.id, h.from_account, h.to_account, h.unit, h.amount, h.until, h.state"
  // Ordered within the join, so that for each account its own range of the index is read, whatever the planner knows of it.
  const dead = (column: string, sum: string) =>
    `SELECT ${holdColumns} FROM bounded a CROSS JOIN LATERAL (SELECT * FROM ${table("hold")} s WHERE s.tenant = ${tenant} AND s.${column} = a.id AND s.state = 'held' AND s.until <= ${until} ORDER BY s.until) h WHERE a.${sum} > 0`
  const exact = balanceColumns(session, undefined).slice(5)
  const made = parameters.texts(rows.made)
  const each = (name: string, column: string, list: string, columns: string) =>
    `SELECT ${columns} FROM unnest(${list}) AS n (named) CROSS JOIN LATERAL (SELECT * FROM ${table(name)} s WHERE s.tenant = ${tenant} AND s.${column} = n.named ORDER BY s.${column}) h`
  return {
    tables: `WITH named AS (${each("hold", "id", parameters.texts(rows.holds), holdColumns)}),
      touched AS (SELECT unnest(${parameters.texts(rows.accounts)}) AS id UNION SELECT from_account FROM named UNION SELECT to_account FROM named),
      bounded AS (SELECT h.id, h.outgoing, h.incoming FROM touched n CROSS JOIN LATERAL (SELECT * FROM ${table("account")} s WHERE s.tenant = ${tenant} AND s.id = n.id AND (s.floor IS NOT NULL OR s.ceiling IS NOT NULL) ORDER BY s.id) h),
      dead AS (${dead("from_account", "outgoing")} UNION ${dead("to_account", "incoming")}),
      known AS (SELECT id FROM touched UNION SELECT from_account FROM dead UNION SELECT to_account FROM dead) `,
    arms: [
      arm("hold", ["id", "from_account", "to_account", "unit", "amount", "until", "state"], "FROM named"),
      arm("hold", ["id", "from_account", "to_account", "unit", "amount", "until", "state"], "FROM dead"),
      arm(
        "account",
        ["a.id", "a.owner", "a.unit", "a.floor", "a.ceiling", "a.posted", "a.outgoing", "a.incoming"],
        `FROM known k CROSS JOIN LATERAL (SELECT * FROM ${table("account")} s WHERE s.tenant = ${tenant} AND s.id = k.id ORDER BY s.id) a`
      ),
      ...(rows.wide.length === 0
        ? []
        : [
            arm(
              "exact",
              ["a.id", "a.owner", "a.unit", "a.floor", "a.ceiling", ...exact],
              `FROM ${table("account")} a WHERE a.tenant = ${tenant} AND a.posted IS NULL AND a.id = ANY(${parameters.texts(rows.wide)})`
            )
          ]),
      arm("made", ["made.id"], `FROM (${each("hold", "id", made, "h.id")}) made`),
      arm(
        "post",
        ["transfer"],
        `FROM unnest(${made}) AS n (named) CROSS JOIN LATERAL (SELECT * FROM ${table("transfer")} s WHERE s.tenant = ${tenant} AND s.kind = 'post' AND s.transfer = n.named ORDER BY s.transfer, s.part) h`
      )
    ]
  }
}

const take = (state: State, row: Row): void => {
  switch (textIn(row, 0)) {
    case "head":
      state.position = numberIn(row, 1)
      state.at = typeof row[2] === "string" ? Number(row[2]) : undefined
      state.server = numberIn(row, 3)
      return
    case "receipt": {
      const key = textIn(row, 1)
      state.receipts.set(key, { key, position: numberIn(row, 2), fingerprint: textIn(row, 3), reply: textIn(row, 4) })
      return
    }
    case "document": {
      const version = numberIn(row, 3)
      const name = nameOf({ collection: textIn(row, 1), id: textIn(row, 2) })
      state.documents.set(name, { found: version, version, removed: row[4] === "true" })
      return
    }
    case "claim": {
      const holder = textIn(row, 3)
      state.claims.set(claimName(textIn(row, 1), textIn(row, 2)), { found: holder, holder })
      return
    }
    case "intent":
      state.waiting.set(textIn(row, 1), { found: true, waits: true })
      return
    case "hold":
      state.foundHold(heldOf(row))
      return
    case "account": {
      // An account that keeps no balance is not added up here: no bound of it can be met.
      const kept = row[6] === null ? undefined : balanceOf(row)
      const account = accountOf(row)
      if (state.accounts.has(account.id)) return
      const now = kept ?? { account, posted: 0n, outgoing: 0n, incoming: 0n }
      state.accounts.set(account.id, { found: kept, isNew: false, now })
      return
    }
    case "exact": {
      const now = balanceOf(row)
      state.accounts.set(now.account.id, { found: undefined, isNew: false, now })
      return
    }
    case "made":
    case "post":
      state.posts.add(textIn(row, 1))
      return
    default:
      throw new Error(`a row of kind \`${row[0]}\``)
  }
}

const states: ReadonlyArray<Held["state"]> = ["held", "settled", "released", "expired"]

const heldOf = (row: Row): Held => {
  const state = states.find((one) => one === row[7])
  if (state === undefined) throw new Error(`a hold in state \`${row[7]}\``)
  return {
    id: textIn(row, 1),
    from: textIn(row, 2),
    to: textIn(row, 3),
    unit: textIn(row, 4),
    amount: amountIn(row, 5),
    until: numberIn(row, 6),
    state
  }
}

/**
 * Locks the rows of a group, in one order for every node: documents, claims, accounts and holds, each sorted, and last the
 * head of the log. Whoever has the head is alone with the log, so positions are dense and are commit order.
 *
 * @returns the position that the log ends at, which no other node moves before this transaction ends
 */
export const lock = async (session: Session, query: Query, rows: Rows, state: State): Promise<number> => {
  const parameters = new Parameters()
  const { table } = session
  const tenant = parameters.text(session.place.tenant)
  // The arms run in this order: a statement that locks rows is never carried out in parallel.
  const arms: Array<string> = []
  const locked = (from: string, order: string) =>
    arms.push(`SELECT NULL::text FROM (SELECT 1 FROM ${from} ORDER BY ${order} FOR NO KEY UPDATE) locked`)
  for (const [collection, ids] of rows.documents) {
    locked(`${tableOf(session, collection)} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(ids)})`, "id")
  }
  if (rows.claims.length > 0) {
    const values = parameters.texts(rows.claims.map(([, value]) => value))
    const scopes = parameters.texts(rows.claims.map(([scope]) => scope))
    locked(
      `${table("claim")} WHERE tenant = ${tenant} AND (scope, value) IN (SELECT * FROM unnest(${scopes}, ${values}))`,
      "scope, value"
    )
  }
  const kept = sortedIds([...state.accounts.values()].filter(({ found }) => found).map(({ now }) => now.account.id))
  if (kept.length > 0) {
    locked(`${table("account")} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(kept)})`, "id")
  }
  if (state.holds.size > 0) {
    locked(
      `${table("hold")} WHERE tenant = ${tenant} AND id = ANY(${parameters.texts(sortedIds(state.holds.keys()))})`,
      "id"
    )
  }
  arms.push(
    `SELECT position::text FROM (SELECT position FROM ${table("head")} WHERE tenant = ${tenant} FOR UPDATE) head`
  )
  const found = await query(arms.join(" UNION ALL "), parameters.values)
  const position = found.map(([value]) => value).find((value) => typeof value === "string")
  if (position === undefined) throw new Error(`the log of \`${session.place.tenant}\` has no head`)
  return Number(position)
}
