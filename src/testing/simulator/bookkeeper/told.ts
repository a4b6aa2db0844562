import type { Json, JsonObject } from "../../../kernel/json.ts"
import type { Booked } from "../../../memory/desk.ts"
import type { CarriedParcel } from "../../../memory/carrier.ts"
import type { Entry, Waiting } from "../../../storage/model.ts"
import type { Delivery, OpenedBox } from "../furniture.ts"
import { number, object, paidStates, text } from "../../../shop/questions/reading.ts"

/** What others wrote down: the gateways, the carriers, the warehouse, and the callers of the shop. */
export interface Books {
  readonly gateways: ReadonlyArray<{ readonly name: string; readonly book: ReadonlyArray<Booked> }>
  readonly carriers: ReadonlyArray<{ readonly name: string; readonly parcels: ReadonlyArray<CarriedParcel> }>
  readonly deliveries: ReadonlyArray<Delivery>
  /** What the warehouse found in the boxes that came back, by the return. */
  readonly boxes: ReadonlyMap<string, OpenedBox>
  readonly waiting: ReadonlyArray<Waiting>
  /** Replies that were given, by the key of the commit. */
  readonly acknowledged: ReadonlyMap<string, string>
  /** Keys of calls that were refused. */
  readonly refused: ReadonlySet<string>
  /** Whether the shop has come to rest, so that its books must be those of its partners. */
  readonly quiet: boolean
}

/** What stands on an account, by the lines of the log. */
export interface Sum {
  posted: bigint
  outgoing: bigint
  incoming: bigint
}

/** What presales came to. */
export const presaleEnds = {
  deposits: "deposits paid",
  tails: "tails paid",
  missed: "tails not paid in time",
  kept: "deposits kept, in the part that the law has as one",
  returned: "deposits given back in whole",
  doubled: "deposits owed once more, since the shop cancelled",
  back: "returns of what was bought on presale"
} as const

/** How often presales came to each of their ends. */
export type Presales = { readonly [End in keyof typeof presaleEnds]: number }

/** What staff did about intents that were given up. */
export const staffEnds = {
  retried: "intents given up and tried again by staff",
  resolved: "intents given up and taken out by staff, with a note"
} as const

/** How often staff saw to intents that were given up. */
export type Staffed = { readonly [End in keyof typeof staffEnds]: number }

/** What became of virtual goods. */
export const virtualEnds = {
  alone: "orders of virtual goods alone, received with their delivery",
  mixed: "orders of virtual goods and others, delivered in part",
  byHand: "deliveries by staff, who were faster than the worker",
  cancelled: "orders with virtual goods cancelled between payment and delivery",
  back: "returns of virtual goods"
} as const

/** How often virtual goods came to each of their ends. */
export type Virtuals = { readonly [End in keyof typeof virtualEnds]: number }

/** A presale as it should go, by what was offered and stated when it was placed. Minor units; instants in milliseconds. */
export interface ExpectedPresale {
  readonly first: bigint
  readonly tail: bigint
  readonly from: number
  readonly until: number
  readonly terms: JsonObject
  /** The whole price. */
  readonly whole: bigint
  /** Whether the deposit is paid. */
  paid: boolean
  /** Why it is on its way out. */
  why?: "buyer" | "staff" | "unpaid" | undefined
  /** What the shop keeps of the deposit, and what it owes beside it: since it ended before its tail was paid. */
  kept?: bigint
  owed?: bigint
}

/** A shop as its log alone tells it, entry by entry; nothing here is shared with what wrote it. */
export class Told {
  readonly documents = new Map<string, JsonObject>()
  readonly sums = new Map<string, Sum>()
  readonly acted: Record<string, number> = {}
  readonly violations: Array<string> = []
  /** By order. */
  readonly presales = new Map<string, ExpectedPresale>()
  readonly met: { -readonly [End in keyof Presales]: Presales[End] } = {
    deposits: 0,
    tails: 0,
    missed: 0,
    kept: 0,
    returned: 0,
    doubled: 0,
    back: 0
  }
  readonly staffed: { -readonly [End in keyof Staffed]: number } = { retried: 0, resolved: 0 }
  readonly virtuals: { -readonly [End in keyof Virtuals]: number } = {
    alone: 0,
    mixed: 0,
    byHand: 0,
    cancelled: 0,
    back: 0
  }
  /** How many pieces of virtual goods went to their buyer, by order and line: as the ledger tells it. */
  readonly given = new Map<string, bigint>()

  /** Says that a law is broken. */
  broken(law: string, what: string): void {
    if (this.violations.length < 50) this.violations.push(`${law} ${what}`)
  }

  /** Counts that a law had something to act on. */
  act(law: string, count = 1): void {
    this.acted[law] = (this.acted[law] ?? 0) + count
  }

  /** Counts what a presale came to. */
  meet(end: keyof Presales): void {
    this.met[end]++
  }

  /** Counts what became of virtual goods. */
  got(end: keyof Virtuals): void {
    this.virtuals[end]++
  }

  sum(account: string): Sum {
    const known = this.sums.get(account)
    if (known !== undefined) return known
    const fresh: Sum = { posted: 0n, outgoing: 0n, incoming: 0n }
    this.sums.set(account, fresh)
    return fresh
  }

  /** The documents of a collection. */
  *all(collection: string): Iterable<JsonObject> {
    const start = `${collection}/`
    for (const [key, document] of this.documents) if (key.startsWith(start)) yield document
  }

  document(collection: string, id: Json | undefined): JsonObject {
    return this.documents.get(`${collection}/${text(id)}`) ?? {}
  }

  /** A document as an event leaves it. */
  evolve(key: string, change: string): JsonObject {
    const { set, unset } = JSON.parse(change) as { readonly set: JsonObject; readonly unset: ReadonlyArray<string> }
    const after: Record<string, Json> = { ...this.documents.get(key), ...set }
    for (const field of unset) delete after[field]
    this.documents.set(key, after)
    return after
  }
}

/** One entry, as every law is asked of it in turn. */
export interface Passing {
  readonly entry: Entry
  /** The documents that it changed, before and after. */
  readonly changes: ReadonlyArray<{
    readonly collection: string
    readonly id: string
    readonly type: string
    readonly before: JsonObject | undefined
    readonly after: JsonObject
  }>
}

/** The quote that an order was placed at. */
export const quoteOf = (order: JsonObject): JsonObject => object(order["quote"])

/** Whether an order is paid and not undone. */
export const isPaid = (order: JsonObject): boolean => paidStates.has(text(order["state"]))

/** Whether an order is paid and lives by what it claimed: not all of it has come back. */
export const livesByClaims = (order: JsonObject): boolean => isPaid(order) && order["claimsReturnedAt"] === undefined

/** Whether an order still has what was held for it: paid, or not yet given up; and not come back in whole. */
export const isLive = (order: JsonObject, at: number): boolean =>
  livesByClaims(order) || (!isPaid(order) && text(order["state"]) !== "cancelled" && at < number(order["heldUntil"]))
