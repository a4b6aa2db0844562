import { type CollectionShape, refuse } from "pannier/storage"
import type { Query } from "./driver.ts"
import { DriverFailure } from "./failure.ts"
import { checkNames, tableOf } from "./names.ts"
import type { Session } from "./session.ts"
import { quoted, textIn } from "./statements.ts"
import { inTurn, type Tell } from "./turn.ts"

export interface IndexName {
  readonly collection: string
  readonly index: string
}

/** An index that a program declares and that is not ready. */
export interface LackingIndex extends IndexName {
  /** A name that is free. Another release may have one of the same name over other columns, and needs it while it runs. */
  readonly name: string
  readonly keys: ReadonlyArray<string>
  /** What is there of it and is not ready: somebody is building it, or the build was broken off. */
  readonly broken: ReadonlyArray<string>
}

/** An index as it stands. A build that was broken off leaves one that is not valid. */
interface Kept {
  readonly name: string
  readonly keys: ReadonlyArray<string>
  readonly valid: boolean
}

/** Up to how many rows a table's indexes are made at once, which takes milliseconds, and not beside the sales. */
const small = 1_000

/** What the database lacks of the indexes of these collections. One that serves under any name is not lacking. */
export const lackingIndexes = async (
  session: Session,
  query: Query,
  shapes: ReadonlyArray<CollectionShape>
): Promise<ReadonlyArray<LackingIndex>> => {
  const wanted = shapes.flatMap(wantedOf)
  if (wanted.length === 0) return []
  const kept = await indexesOf(session, query)
  return wanted.flatMap(({ collection, index, keys }) => {
    const known = kept.get(collection) ?? []
    const same = known.filter((one) => isSame(one.keys, keys))
    if (same.some(({ valid }) => valid)) return []
    const broken = same.map(({ name }) => name)
    const taken = known.filter((one) => !same.includes(one)).map(({ name }) => name)
    return [{ collection, index, keys, broken, name: freeName(`doc_${collection}:${index}`, taken) }]
  })
}

/** The indexes of a collection and what each is over. Refuses what cannot be one. */
export const wantedOf = ({
  name: collection,
  columns,
  indexes
}: CollectionShape): ReadonlyArray<Pick<LackingIndex, "collection" | "index" | "keys">> =>
  Object.entries(indexes).map(([index, over]) => {
    const unknown = over.find((column) => columns[column] === undefined)
    if (unknown !== undefined) {
      refuse("Unsupported", `index \`${index}\` of \`${collection}\` names no column \`${unknown}\``)
    }
    checkNames(`indexes of \`${collection}\``, [`doc_${collection}:${index}`])
    return { collection, index, keys: ["tenant", ...over, "id"] }
  })

/** The statement that makes an index. */
export const indexLaidOut = (
  session: Session,
  { collection, name, keys }: Pick<LackingIndex, "collection" | "name" | "keys">,
  how = ""
): string => {
  // Nulls first, as keys compare; backwards it is the order of a descending page.
  const order = keys.map((key) => (key === "tenant" ? key : `${quoted(key)} NULLS FIRST`))
  return `CREATE INDEX ${how}${quoted(name)} ON ${tableOf(session, collection)} (${order.join(", ")})`
}

/** Drops what a build that was broken off has left. */
export const clearBroken = async (session: Session, query: Query, { broken }: LackingIndex): Promise<void> => {
  for (const name of broken) await query(`DROP INDEX ${session.table(name)}`, [])
}

/**
 * Makes the indexes of small tables. The others are built while the shop sells, and so are those of a role that may not.
 */
export const indexSmall = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>,
  tell: Tell
): Promise<void> => {
  const lacking = new Set((await lackingIndexes(session, session.read, shapes)).map(({ collection }) => collection))
  for (const shape of shapes.filter(({ name }) => lacking.has(name))) {
    if (!(await isSmall(session, session.read, shape))) continue
    try {
      await inTurn(session, tell, async (query) => {
        // Another node may have made them, or filled the table, while this one waited for its turn.
        if (!(await isSmall(session, query, shape))) return
        for (const one of await lackingIndexes(session, query, [shape])) {
          await clearBroken(session, query, one)
          await query(indexLaidOut(session, one), [])
        }
      })
    } catch (cause) {
      if (!(cause instanceof DriverFailure && cause.state === "42501")) throw cause
    }
  }
}

/**
 * Drops the indexes that these collections do not declare. No program of an older or newer release may be running: it would go
 * on without them.
 */
export const dropOthers = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>
): Promise<ReadonlyArray<string>> => {
  const kept = await indexesOf(session, session.read)
  const dropped: Array<string> = []
  for (const shape of shapes) {
    const wanted = wantedOf(shape)
    const others = (kept.get(shape.name) ?? []).filter((one) => !wanted.some(({ keys }) => isSame(one.keys, keys)))
    for (const { name } of others) {
      await session.alone(`DROP INDEX CONCURRENTLY IF EXISTS ${session.table(name)}`, [])
      dropped.push(name)
    }
  }
  return dropped
}

const isSmall = async (session: Session, query: Query, { name }: CollectionShape): Promise<boolean> => {
  const [row = []] = await query(
    `SELECT count(*)::text FROM (SELECT FROM ${tableOf(session, name)} LIMIT ${small + 1}) d`,
    []
  )
  return Number(textIn(row, 0)) <= small
}

const isSame = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean =>
  JSON.stringify(left) === JSON.stringify(right)

const freeName = (name: string, taken: ReadonlyArray<string>): string => {
  let free = name
  for (let number = 2; taken.includes(free); number++) free = `${name}:${number}`
  checkNames("indexes", [free])
  return free
}

/** The indexes of each collection that this package has made. */
const indexesOf = async (session: Session, query: Query): Promise<ReadonlyMap<string, ReadonlyArray<Kept>>> => {
  const rows = await query(
    `SELECT substr(t.relname::text, 5), i.relname::text, x.indisvalid::text,
       (SELECT json_agg(a.attname ORDER BY k.number) FROM unnest(x.indkey) WITH ORDINALITY k (attribute, number)
        JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attribute)::text
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = $1::text AND t.relname LIKE 'doc\\_%'
       AND starts_with(i.relname::text, t.relname || ':')`,
    [session.place.schema]
  )
  const tables = new Map<string, Array<Kept>>()
  for (const row of rows) {
    const known = tables.get(textIn(row, 0)) ?? []
    const keys: ReadonlyArray<string> = JSON.parse(textIn(row, 3))
    known.push({ name: textIn(row, 1), valid: textIn(row, 2) === "true", keys })
    tables.set(textIn(row, 0), known)
  }
  return tables
}
