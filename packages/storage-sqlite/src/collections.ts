import { isStorable } from "pannier/kernel"
import { type CollectionShape, refuse } from "pannier/storage"
import { quoted, row, rows, type Statements } from "./statements.ts"

/** Columns that every collection's table has. */
const own = ["id", "version", "document"]

/** The table of a collection. */
export const tableOf = (collection: string): string => quoted(`doc_${collection}`)

/**
 * Lays out the tables and indexes of the collections. A new index over columns that are there is built at once. A new
 * column of a collection that has documents is `building` until a batch has written all of them; so is one that this program
 * does not declare, since it writes documents without it.
 */
export const layOut = (statements: Statements, shapes: ReadonlyArray<CollectionShape>): void => {
  checkNames(
    "collections",
    shapes.map(({ name }) => name)
  )
  for (const shape of shapes) {
    checkNames(`columns of \`${shape.name}\``, [...own, ...Object.keys(shape.columns)])
    const foreign = layOutTable(statements, shape)
    layOutIndexes(statements, shape, foreign)
  }
}

/** What a read-only program can check: the file has every table and column that it will ask for. */
export const checkLaidOut = (statements: Statements, shapes: ReadonlyArray<CollectionShape>): void => {
  for (const shape of shapes) {
    const found = columnsOf(statements, shape.name)
    if (found.size === 0 || lacking(shape, found).length > 0) {
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

/** Lays out a table, and tells whether it has columns that this program does not declare. */
const layOutTable = (statements: Statements, shape: CollectionShape): boolean => {
  const table = tableOf(shape.name)
  const found = columnsOf(statements, shape.name)
  if (found.size > 0) {
    const late = lacking(shape, found)
    const foreign = [...found.keys()].filter((name) => !own.includes(name) && !Object.hasOwn(shape.columns, name))
    if (late.length + foreign.length === 0) return false
    const mark = statements.make("INSERT OR IGNORE INTO building VALUES (?, ?)", false)
    for (const column of foreign) mark.run(shape.name, column)
    if (late.length === 0) return true
    if (row(statements.make(`SELECT 1 FROM ${table} LIMIT 1`, false)) !== undefined) {
      const other = late.find((column) => found.has(column))
      if (other !== undefined) {
        refuse(
          "Unsupported",
          `\`${shape.name}.${other}\` is kept as ${found.get(other)}, and was opened as another type`
        )
      }
      for (const column of late) {
        const type = (shape.columns[column] ?? "text").toUpperCase()
        statements.database.exec(`ALTER TABLE ${table} ADD COLUMN ${quoted(column)} ${type}`)
      }
      for (const column of late) mark.run(shape.name, column)
      return foreign.length > 0
    }
    statements.database.exec(`DROP TABLE ${table}`)
    statements.make("DELETE FROM building WHERE collection = ?", false).run(shape.name)
  }
  const columns = Object.entries(shape.columns).map(([column, type]) => `, ${quoted(column)} ${type.toUpperCase()}`)
  statements.database.exec(
    `CREATE TABLE ${table} (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, document TEXT${columns.join("")}) STRICT`
  )
  return false
}

/** The declared columns that the table does not have, or has of another type. */
const lacking = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  Object.keys(columns).filter((column) => found.get(column) !== columns[column])

const columnsOf = (statements: Statements, collection: string): ReadonlyMap<string, string> =>
  new Map(
    rows<[string, string]>(statements.of("SELECT name, lower(type) FROM pragma_table_info(?)"), [`doc_${collection}`])
  )

const layOutIndexes = (statements: Statements, shape: CollectionShape, foreign: boolean): void => {
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
  // A newer program that shares the file needs its own.
  if (foreign) return
  for (const name of kept.keys()) statements.database.exec(`DROP INDEX ${quoted(name)}`)
}
