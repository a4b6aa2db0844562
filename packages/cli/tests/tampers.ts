/** How the tables of a store are named and told apart: a SQLite file has one store, a server has many. */
export interface Dialect {
  readonly table: (name: string) => string
  /** A condition that stands before every other, of one store. */
  readonly one: string
  /** Columns and values that a new row of the store has before the others. */
  readonly own: readonly [columns: string, values: string]
}

/** What somebody who can write the tables does to a log of seven entries, and what is then told of its first bad entry. */
export const tampers = ({
  table,
  one,
  own
}: Dialect): ReadonlyArray<readonly [what: string, sql: string, told: string]> => {
  const each = (sql: (name: string) => string, names: ReadonlyArray<string> = ["log", "event", "transfer"]) =>
    names.map(sql).join(";")
  // By way of negative positions, so that no two entries ever meet.
  const moved = (to: string, where: string) =>
    each(
      (name) => `UPDATE ${table(name)} SET position = -(${to}) WHERE ${one} AND ${where};
        UPDATE ${table(name)} SET position = -position WHERE ${one} AND position < 0`
    )
  const removed = (where: string, names?: ReadonlyArray<string>) =>
    each((name) => `DELETE FROM ${table(name)} WHERE ${one} AND ${where}`, names)
  const set = (name: string, to: string, position: number) =>
    `UPDATE ${table(name)} SET ${to} WHERE ${one} AND position = ${position}`
  const columns = `${own[0]}position, key, at, actor, reason`
  const forged = `INSERT INTO ${table("log")} (${columns})
    SELECT ${own[1]}3, 'forged', at, actor, reason FROM ${table("log")} WHERE ${one} AND position = 2`
  const changed = (position: number) => `entry ${position} of the log is not the one that was chained`
  const missing = (position: number) => `entry ${position} of the log is missing`
  return [
    ["an actor that is another", set("log", "actor = 'me'", 3), changed(3)],
    ["an instant that is later", set("log", "at = at + 1", 3), changed(3)],
    ["an instant far in the future", set("log", "at = 9000000000000000", 3), changed(3)],
    ["data of an event", set("event", "data = '{}'", 3), changed(3)],
    ["a change that is no JSON", set("event", "change = 'oops'", 3), changed(3)],
    ["a change that is none", set("event", `change = '{"set":1,"unset":2}'`, 3), changed(3)],
    ["a collection that is nowhere", set("event", "collection = 'nowhere'", 3), changed(3)],
    ["an amount", set("transfer", "amount = amount + 1", 5), changed(5)],
    ["an account that is another", set("transfer", "from_account = 'nobody'", 5), changed(5)],
    ["an event that is gone", removed("position = 3", ["event"]), changed(3)],
    ["a line that is gone", removed("position = 5", ["transfer"]), changed(5)],
    ["an entry that is gone", removed("position = 3"), missing(3)],
    [
      "an entry that is gone, the gap closed",
      `${removed("position = 3")};${moved("position - 1", "position > 3")}`,
      changed(3)
    ],
    ["an entry that came in between", `${moved("position + 1", "position >= 3")};${forged}`, changed(3)],
    ["two entries that changed places", moved("7 - position", "position IN (3, 4)"), changed(3)],
    ["a tail that was cut off", removed("position >= 5"), missing(5)],
    [
      "a tail that was cut off with its links",
      removed("position >= 5", ["log", "event", "transfer", "link"]),
      missing(5)
    ],
    ["a log that is gone with its links", removed("position > 0", ["log", "event", "transfer", "link"]), missing(1)],
    ["a link that is gone", removed("position = 3", ["link"]), "entry 3 of the log has lost its link"],
    ["a link that is another", set("link", `hash = '${"0".repeat(64)}'`, 3), changed(3)]
  ]
}
