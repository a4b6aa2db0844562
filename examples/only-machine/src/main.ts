import { DatabaseSync } from "node:sqlite"
import * as Result from "effect/Result"
import { mermaid } from "pannier/kernel"
import { createTable, type Event, receive, repair, send } from "./tickets.ts"

const db = new DatabaseSync(":memory:")
createTable(db)
const number = receive(db, "a bicycle with a bent wheel")

const events: ReadonlyArray<Event> = ["inspect", "finish", "accept", "finish", "collect", "collect"]
for (const event of events) {
  const answer = Result.match(send(db, number, event), {
    onSuccess: (state) => state,
    onFailure: (refusal) =>
      refusal._tag === "IllegalTransition"
        ? `refused: in \`${refusal.state}\` only ${refusal.allowed.join(" or ") || "nothing"}`
        : refusal._tag
  })
  console.log(`${event.padEnd(8)} ${answer}`)
}

console.log(`\n${mermaid(repair)}`)
