import * as Schema from "effect/Schema"
import type { JsonObject } from "../../kernel/json.ts"
import type { Account, Transfer } from "../../ledger/model.ts"
import type { Claim, CollectionShape, Commit, Guard, Intent, Write } from "../model.ts"
import { difference } from "../rules.ts"

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** One thing that a commit does: what it is, to which two of the few things there are, and how much. */
const Step = Schema.Struct({ act: Small(13), one: Small(5), two: Small(5), amount: Small(9) })
type Step = typeof Step.Type

/** One commit: how long after the last, whether it repeats one, and whether intents are taken before it. */
const Turn = Schema.Struct({
  wait: Small(5),
  repeat: Small(9),
  lend: Small(5),
  steps: Schema.Array(Step).check(Schema.isMinLength(1), Schema.isMaxLength(3))
})
type Turn = typeof Turn.Type

/** Small integers that {@link interpret} turns into commits over a few documents, accounts, names and lanes. */
export const Trace = Schema.Array(Turn).check(Schema.isMinLength(1), Schema.isMaxLength(30))
export type Trace = typeof Trace.Type

/** How far the clock moves before a turn, in milliseconds: it may go back a little. */
export const waits: ReadonlyArray<number> = [5, 0, -5, 1, 20, 15]

/** Whether intents are taken before a turn. */
export const lends = ({ lend }: Turn): boolean => lend === 2

/** The collections of every trace. `goods` has nullable columns of both types; the id is a key of its own in `all`. */
export const collections: ReadonlyArray<CollectionShape> = [
  {
    name: "goods",
    columns: { name: "text", shelf: "text", rank: "integer" },
    indexes: { all: [], name: ["name"], shelf: ["shelf", "rank"] }
  },
  { name: "notes", columns: {}, indexes: { all: [] } }
]

/** The accounts of every trace: without bounds, with a floor, with both bounds, and in another unit. */
export const accounts = {
  supply: { id: "supply", owner: "shop", unit: "piece" },
  shelf: { id: "shelf", owner: "shop", unit: "piece", floor: 0n },
  window: { id: "window", owner: "shop", unit: "piece", floor: -2n, ceiling: 6n },
  sold: { id: "sold", owner: "buyer", unit: "piece" },
  cash: { id: "cash", owner: "shop", unit: "CNY", floor: 0n },
  bank: { id: "bank", owner: "bank", unit: "CNY" }
} as const satisfies { readonly [id: string]: Account }

/** Where a fact's excess goes. */
export const short: Account = { id: "short", owner: "shop", unit: "piece" }

const { supply, shelf, window, sold, cash, bank } = accounts
const givers: ReadonlyArray<Account> = [supply, shelf, bank, window, supply, shelf]
const takers: ReadonlyArray<Account> = [shelf, window, sold, shelf, window, sold]

/** The values that are claimed. */
export const names = [0, 1, 2, 3, 4, 5].map((one) => ({ scope: `scope ${one % 2}`, value: `value ${one >> 1}` }))

/** An instant at which every trace begins, in milliseconds. */
export const beginning = 1_800_000_000_000

/** What the author of the commits remembers, as a shop that read its storage would know it. */
export interface Known {
  now: number
  readonly versions: Map<string, number>
  readonly documents: Map<string, JsonObject>
  readonly holds: Array<string>
  readonly transfers: Array<string>
  readonly intents: Array<string>
  last: Commit | undefined
}

export const nothing = (): Known => ({
  now: beginning,
  versions: new Map(),
  documents: new Map(),
  holds: [],
  transfers: [],
  intents: [],
  last: undefined
})

/** A commit that changes nothing, under a key. */
export const emptyCommit = (key: string, at: number = beginning): Commit => ({
  key,
  fingerprint: "first",
  at,
  actor: "staff",
  reason: "law",
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: [],
  reply: `{"key":${JSON.stringify(key)}}`
})

/** The commit of one turn. A few are repeats of the one before, some of them under another fingerprint. */
export const interpret = (turn: Turn, number: number, known: Known): Commit => {
  if (turn.repeat === 4 && known.last !== undefined) return known.last
  if (turn.repeat === 5 && known.last !== undefined) return { ...known.last, fingerprint: "second" }
  const draft = new Draft(number, known)
  for (const step of turn.steps) draft.take(step)
  return draft.commit()
}

/** What the author learns from a commit that stands. */
export const learn = (known: Known, commit: Commit): void => {
  for (const { collection, id, json } of commit.writes) {
    const name = `${collection}/${id}`
    known.versions.set(name, (known.versions.get(name) ?? 0) + 1)
    if (json === null) known.documents.delete(name)
    else known.documents.set(name, JSON.parse(json))
  }
  for (const transfer of commit.transfers) {
    if (transfer.kind === "hold") known.holds.push(transfer.id)
    if (transfer.kind === "post") known.transfers.push(transfer.id)
  }
  for (const { id } of commit.intents) known.intents.push(id)
}

class Draft {
  readonly #number: number
  readonly #known: Known
  readonly #guards: Array<Guard> = []
  readonly #writes: Array<Write> = []
  readonly #claims: Array<Claim> = []
  readonly #transfers: Array<Transfer> = []
  readonly #intents: Array<Intent> = []
  readonly #done: Array<string> = []

  constructor(number: number, known: Known) {
    this.#number = number
    this.#known = known
  }

  commit(): Commit {
    return {
      ...emptyCommit(`key-${this.#number}`, this.#known.now),
      guards: this.#guards,
      writes: this.#writes,
      claims: this.#claims,
      transfers: this.#transfers,
      intents: this.#intents,
      done: this.#done
    }
  }

  // The edges of each range, which are drawn most, make what can stand.
  take(step: Step): void {
    const { act, one, two, amount } = step
    const { now, holds, intents } = this.#known
    const hold = pick(holds, one + two)
    if (act <= 2) this.#write(step, { name: `name ${two}`, shelf: two === 0 ? null : `s${two % 2}`, rank: amount })
    else if (act === 3) this.#write(step, null)
    else if (act === 4) this.#guards.push({ collection: "goods", id: `good-${one}`, version: this.#version(step) })
    else if (act === 5) {
      const kind = amount === 4 ? "yield" : "claim"
      this.#claims.push({ kind, ...(names[one] ?? { scope: "", value: "" }), holder: `holder ${two % 3}` })
    } else if (act === 6) this.#transfers.push({ kind: "settle", hold, amount: BigInt(amount) })
    else if (act === 7) this.#transfers.push({ kind: two === 2 ? "release" : "settle", hold })
    else if (act === 8) this.#transfers.push({ kind: "post", ...this.#move(step), short })
    else if (act === 9) this.#done.push(pick(intents, one + two))
    else if (act === 10) {
      const id = amount === 4 ? pick(intents, one) : `intent-${this.#number}-${this.#intents.length}`
      this.#intents.push({ id, lane: `lane ${one}`, kind: "send", payload: `{"to":${two}}`, due: now + (two - 3) * 5 })
    } else if (act === 11) {
      this.#transfers.push({ kind: "hold", ...this.#move(step), until: now + ((two + 3) % 6) * 10 })
    } else this.#transfers.push({ kind: "post", ...this.#move(step) })
  }

  #write(step: Step, columns: { readonly [column: string]: string | number | null } | null): void {
    const id = `good-${step.one}`
    const before = this.#known.documents.get(`goods/${id}`)
    const after = columns === null ? undefined : { id, ...columns, amount: step.amount }
    this.#writes.push({
      collection: "goods",
      id,
      expected: this.#version(step),
      json: after === undefined ? null : JSON.stringify(after),
      columns: columns ?? {},
      event: { type: after === undefined ? "GoodRemoved" : "GoodWritten", data: `{"amount":${step.amount}}` },
      change: JSON.stringify(difference(before, after))
    })
  }

  // One time in ten it is not the version that stands.
  #version({ one, two, amount }: Step): number {
    const name = `goods/good-${one}`
    const version = this.#known.documents.has(name) ? (this.#known.versions.get(name) ?? 0) : 0
    return amount === 4 ? Math.max(0, version - 1 + (two % 3)) : version
  }

  // One move in ten is what no book can carry out: nothing, two units, an account and itself, an id that served before.
  #move({ one, two, amount }: Step) {
    const fresh = `transfer-${this.#number}-${this.#transfers.length}`
    const odd = amount === 4
    const from = givers[one] ?? supply
    const to = odd && two === 3 ? from : odd && two === 1 ? bank : from === bank ? cash : (takers[two] ?? sold)
    return {
      id: odd && two === 2 ? (this.#known.transfers[0] ?? fresh) : fresh,
      from: from.id === to.id && !odd ? supply : from,
      to,
      amount: odd && two === 4 ? 0n : BigInt(1 + (amount % 5))
    }
  }
}

const pick = (ids: ReadonlyArray<string>, number: number): string =>
  ids[ids.length - 1 - (number % Math.max(1, ids.length))] ?? "nobody"
