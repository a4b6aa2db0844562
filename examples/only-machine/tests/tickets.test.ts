import { execFileSync } from "node:child_process"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { allowed, terminal } from "pannier/kernel"
import { check, followsTable, title } from "pannier/testing"
import { createTable, receive, repair, send, type State } from "../src/tickets.ts"

const shop = () => {
  const db = new DatabaseSync(":memory:")
  createTable(db)
  return db
}

/** A ticket in any state, put there by hand, as an old row might have been. */
const ticketIn = (db: DatabaseSync, state: State): number => {
  const number = receive(db, "a clock")
  db.prepare("UPDATE ticket SET state = ? WHERE number = ?").run(state, number)
  return number
}

describe("a repair shop with a table of its own", () => {
  const db = shop()
  const law = followsTable(repair, (state, event) => send(db, ticketIn(db, state), event))
  test(title(law), () => check(law))

  test("a refusal changes nothing, and says what would do", () => {
    const number = ticketIn(db, "quoted")
    expect(send(db, number, "collect")).toEqual(
      Result.fail({
        _tag: "IllegalTransition",
        machine: "repair",
        state: "quoted",
        event: "collect",
        allowed: ["accept", "decline"]
      })
    )
    expect(send(db, number, "accept")).toEqual(Result.succeed("repairing"))
  })

  test("a ticket that is not there is Unknown", () => {
    expect(send(db, 1_000_000, "inspect")).toEqual(Result.fail({ _tag: "Unknown" }))
  })

  test("every repair ends: collected or returned", () => {
    expect(terminal(repair)).toEqual(["returned", "collected"])
    expect(allowed(repair, "ready")).toEqual(["collect"])
  })

  test("it runs", () => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const printed = execFileSync(process.execPath, ["--conditions=@pannier/source", main], { encoding: "utf8" })
    expect(printed).toContain("finish   refused: in `quoted` only accept or decline\n")
    expect(printed).toContain("collect  refused: in `collected` only nothing\n")
    expect(printed).toContain("stateDiagram-v2\n  [*] --> received\n  received --> quoted: inspect\n")
  })
})
