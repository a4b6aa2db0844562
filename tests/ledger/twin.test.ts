import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { held, verdict } from "../../src/kernel/law.ts"
import { play, Trace } from "../../src/ledger/laws.ts"
import type { LedgerRefusal } from "../../src/ledger/errors.ts"
import { arbitrary } from "../../src/testing/index.ts"
import { Twin } from "./twin.ts"

const told = (refusal: LedgerRefusal): string => {
  switch (refusal._tag) {
    case "BoundExceeded":
      return `BoundExceeded ${refusal.account} ${refusal.bound}`
    case "HoldResolved":
      return `HoldResolved ${refusal.hold} ${refusal.state}`
    case "HoldUnknown":
      return `HoldUnknown ${refusal.hold}`
    case "AlreadyDone":
      return `AlreadyDone ${refusal.transfer}`
    case "BalanceOutOfRange":
      return `BalanceOutOfRange ${refusal.transfer}`
    case "TransferInvalid":
      return `TransferInvalid ${refusal.transfer} ${refusal.why}`
  }
}

describe("the ledger and its naive twin", () => {
  test("L04 L05 L06 give the same refusals and the same balances for the same commits", () => {
    let committed = 0
    const refused = new Set<string>()
    const property = fc.property(arbitrary(Trace), (trace) => {
      const twin = new Twin()
      twin.commit(
        [{ kind: "post", id: "stock", from: shop("supply"), to: { ...shop("shelf"), floor: 0n }, amount: 9n }],
        0
      )
      const answer = play(trace, (book, { transfers, at, answer: actual }) => {
        const expected = twin.commit(transfers, at)
        const said = Result.isFailure(actual) ? told(actual.failure) : undefined
        if (said !== expected) return { _tag: "Broken", why: `${said} for ${expected}` }
        if (expected !== undefined) {
          refused.add(expected.replace(/ [0-9]+-[0-9]+/, ""))
          return held
        }
        committed++
        const wrong = [...book.balances.values()].find(
          ({ account: { id }, posted, outgoing, incoming }) =>
            posted !== twin.posted(id) || outgoing !== twin.outgoing(id) || incoming !== twin.incoming(id)
        )
        return verdict(wrong === undefined, () => `${wrong?.account.id} differs`)
      })
      if (answer._tag === "Broken") throw new Error(answer.why)
    })
    fc.assert(property, { numRuns: 500 })
    // The agreement is worth what it covered.
    expect(committed).toBeGreaterThan(2_000)
    expect([...refused].toSorted()).toEqual([
      "BoundExceeded shelf floor",
      "BoundExceeded window ceiling",
      "BoundExceeded window floor",
      "HoldResolved expired",
      "HoldResolved released",
      "HoldResolved settled",
      "HoldUnknown nobody",
      "TransferInvalid amount not positive",
      "TransferInvalid hold already over",
      "TransferInvalid more than held",
      "TransferInvalid same account",
      "TransferInvalid units differ"
    ])
  })
})

const shop = (id: string) => ({ id, owner: "shop", unit: "piece" })
