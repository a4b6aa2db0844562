import { isStorable } from "pannier/kernel"
import type { CollectionShape } from "pannier/storage"
import { refuse } from "./failure.ts"
import { quoted, row, rows, type Statements } from "./statements.ts"

/** Columns that every collection's table has. */
const own = ["id", "version", "document"]

/** The table of a collection. */
export const tableOf = (collection: string): string => quoted(`doc_${collection}`)

/**
 * Lays out the tables and indexes of the collections. A new index over columns that are there is built at once. A new
 * column of a collection that has documents is refused, since nothing but the next write could fill it.
 */
export const layOut = (statements: Statements, shapes: ReadonlyArray<CollectionShape>): void => {
  checkNames(
    "collections",
    shapes.map(({ name }) => name)
  )
  for (const shape of shapes) {
    checkNames(`columns of \`${shape.name}\``, [...own, ...Object.keys(shape.columns)])
    layOutTable(statements, shape)
    layOutIndexes(statements, shape)
  }
}

/** What a read-only program can check: the file has every table and column that it will ask for. */
export const checkLaidOut = (statements: Statements, shapes: ReadonlyArray<CollectionShape>): void => {
  for (const shape of shapes) {
    if (differing(shape, columnsOf(statements, shape.name))) {
      refuse("Unsupported", `the file has no collection \`${shape.name}\` of this shape, and it is opened read-only`)
    }
  }
}

// SQLite compares names without regard to ASCII case.
const checkNames = (what: string, names: ReadonlyArray<string>): void => {
  const seen = new Set<string>()
  for (const name of names) {
    if (name === "" || !isStorable(name)) refuse("Unsupported", `${what}: \`${name}\` cannot be a name`)
    if (seen.has(name.toLowerCase())) refuse("Unsupported", `${what}: \`${name}\` is there twice`)
    seen.add(name.toLowerCase())
  }
}

const layOutTable = (statements: Statements, shape: CollectionShape): void => {
  const table = tableOf(shape.name)
  const found = columnsOf(statements, shape.name)
  if (found.size > 0) {
    if (!differing(shape, found)) return
    if (row(statements.make(`SELECT 1 FROM ${table} LIMIT 1`, false)) !== undefined) {
      refuse(
        "Unsupported",
        `\`${shape.name}\` is kept with columns ${listed(found.keys())}, and was opened with ${listed(Object.keys(shape.columns))}`
      )
    }
    statements.database.exec(`DROP TABLE ${table}`)
  }
  const columns = Object.entries(shape.columns).map(([column, type]) => `, ${quoted(column)} ${type.toUpperCase()}`)
  statements.database.exec(
    `CREATE TABLE ${table} (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, document TEXT${columns.join("")}) STRICT`
  )
}

const differing = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): boolean => {
  const wanted = Object.entries(columns)
  return wanted.length + own.length !== found.size || wanted.some(([column, type]) => found.get(column) !== type)
}

const columnsOf = (statements: Statements, collection: string): ReadonlyMap<string, string> =>
  new Map(
    rows<[string, string]>(statements.of("SELECT name, lower(type) FROM pragma_table_info(?)"), [`doc_${collection}`])
  )

const listed = (names: Iterable<string>): string =>
  [...names]
    .filter((name) => !own.includes(name))
    .map((name) => `\`${name}\``)
    .join(", ") || "none"

const layOutIndexes = (statements: Statements, shape: CollectionShape): void => {
  const prefix = `doc_${shape.name}:`
  const kept = new Map(
    rows<[string, string]>(
      statements.of("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"),
      [`doc_${shape.name}`]
    ).filter(([name]) => name.startsWith(prefix))
  )
  for (const [index, columns] of Object.entries(shape.indexes)) {
    const unknown = columns.find((column) => shape.columns[column] === undefined)
    if (unknown !== undefined) {
      refuse("Unsupported", `index \`${index}\` of \`${shape.name}\` names no column \`${unknown}\``)
    }
    const name = `${prefix}${index}`
    const sql = `CREATE INDEX ${quoted(name)} ON ${tableOf(shape.name)} (${[...columns, "id"].map(quoted).join(", ")})`
    if (kept.get(name) !== sql) {
      if (kept.has(name)) statements.database.exec(`DROP INDEX ${quoted(name)}`)
      statements.database.exec(sql)
    }
    kept.delete(name)
  }
  for (const name of kept.keys()) statements.database.exec(`DROP INDEX ${quoted(name)}`)
}
