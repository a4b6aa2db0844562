import { createHash } from "node:crypto"
import * as Result from "effect/Result"
import { chained, chainStart, type Entry } from "pannier/storage"
import { contest, type Suite } from "./measure.ts"

const count = 500

/** The entry of a checkout: a cart, an order and a payment change, and three lines are held. */
const entryOf = (position: number): Entry => {
  const document = JSON.stringify({ id: `o-${position}`, state: "placed", lines: Array.from({ length: 3 }, line) })
  return {
    position,
    key: `order.place buyer-${position} key-${position}`,
    at: 1_800_000_000_000 + position,
    actor: `buyer-${position}`,
    reason: "order.place",
    events: ["cart", "order", "payment"].map((collection) => ({
      collection,
      id: `${collection}-${position}`,
      sequence: 1,
      type: "OrderPlaced",
      data: `{"order":"o-${position}"}`,
      change: `{"set":${document},"unset":[]}`
    })),
    lines: [1, 2, 3].map((number) => ({
      transfer: `hold-${position}-${number}`,
      kind: "hold",
      from: `shelf/store/sku-${number}`,
      to: `sold/store/sku-${number}`,
      unit: `variant:sku-${number}`,
      amount: 2n
    }))
  }
}

const line = (_: unknown, index: number) => ({ sku: `sku-${index}`, quantity: 2, price: "128.00", discount: "12.80" })

/** Chaining the log, beside what the hash of the same bytes takes by itself. */
export const suite: Suite = async () => {
  const entries = Array.from({ length: count }, (_, index) => entryOf(index + 1))
  const texts = entries.map((entry) =>
    JSON.stringify(entry, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))
  )
  const ours = () => Result.getOrThrow(chained(chainStart, entries))
  const peer = () => texts.map((text) => createHash("sha256").update(text).digest("hex"))
  const row = contest({ name: "chain the entry of a checkout", ours, peer, each: count })
  return {
    rows: [row],
    notes: [
      `a checkout's entry has about ${Math.round((texts[0] ?? "").length / 100) * 100} bytes; ${Math.round(1e9 / row.ours / 1000) * 1000} entries a second are chained, reading and keeping them not counted`,
      "chain: the peer hashes the text of each entry that was made beforehand, and chains nothing"
    ]
  }
}
