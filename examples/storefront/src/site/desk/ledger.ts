/** What moved, read from the journal and the log: every row leads to the commit that made it. */
import * as Effect from "effect/Effect"
import type { Line } from "pannier/ledger"
import type { Shop } from "pannier/shop"
import type { Entry, LoggedEvent } from "pannier/storage"
import type { EventRow, LedgerRow } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Visit } from "../visit.ts"
import { orderWords, parcelWords, paymentWords, refundWords, returnWords, stateOf } from "../words.ts"
import { accountName, inUnit, reasonOf, unitName, whoIs } from "./words.ts"

/** Most journal lines that one account shows on a page. */
export const linesShown = 100

type Placed = Line & { readonly position: number }

/** Who reads, and in which language. */
type Reader = Pick<Visit, "house" | "language">

/** Whether a unit counts pieces of goods. */
export const isGoods = (unit: string): boolean => unit.startsWith("variant:")

/** One commit of the log. */
export const entryAt = async ({ storage }: Shop, position: number): Promise<Entry | undefined> => {
  const [entry] = await Effect.runPromise(storage.events(position - 1, 1))
  return entry?.position === position ? entry : undefined
}

export const rowOf = (entry: Entry, line: Line, { house: { goods }, language }: Reader): LedgerRow => ({
  transfer: line.transfer,
  position: entry.position,
  at: entry.at,
  unit: line.unit,
  from: line.from,
  to: line.to,
  unitName: unitName(line.unit, goods, language),
  fromName: accountName(line.from, language),
  toName: accountName(line.to, language),
  amount: inUnit(line.unit, line.amount, language),
  why: whyOf(entry.reason, line.kind, language),
  ...(line.kind === "hold" ? { held: true } : {})
})

const whyOf = (reason: string, kind: Line["kind"], language: Language): string => {
  const why = reasonOf(reason, language)
  if (kind === "settle") return `${why} · ${say(language, "ledger.settled")}`
  return kind === "release" ? `${why} · ${say(language, "ledger.released")}` : why
}

/** A page of an account's journal behind a position, and where it goes on. */
export const journalOf = async (
  reader: Reader,
  account: string,
  after: number
): Promise<{ readonly rows: ReadonlyArray<LedgerRow>; readonly next?: number }> => {
  const lines = await Effect.runPromise(reader.house.shop.storage.journal(account, after, linesShown))
  const last = lines.at(-1)
  return {
    rows: await rowsOf(reader, lines),
    ...(last === undefined || lines.length < linesShown ? {} : { next: last.position })
  }
}

/** What moved on some accounts, the oldest first, each line once. */
export const movesOf = async (reader: Reader, accounts: ReadonlyArray<string>): Promise<ReadonlyArray<LedgerRow>> => {
  const found = new Map<string, Placed>()
  for (const account of accounts) {
    for (const line of await Effect.runPromise(reader.house.shop.storage.journal(account, 0, linesShown))) {
      found.set(`${line.position} ${line.kind} ${line.transfer}`, line)
    }
  }
  return rowsOf(
    reader,
    [...found.values()].toSorted((a, b) => a.position - b.position)
  )
}

/** The journal has no instants: they stand in the entries of the log. */
export const rowsOf = async (reader: Reader, lines: ReadonlyArray<Placed>): Promise<ReadonlyArray<LedgerRow>> => {
  const entries = new Map<number, Entry>()
  for (const { position } of lines) {
    if (entries.has(position)) continue
    const entry = await entryAt(reader.house.shop, position)
    if (entry !== undefined) entries.set(position, entry)
  }
  return lines.flatMap((line) => {
    const entry = entries.get(line.position)
    return entry === undefined ? [] : [rowOf(entry, line, reader)]
  })
}

const words: Readonly<Record<string, typeof orderWords>> = {
  order: orderWords,
  payment: paymentWords,
  refund: refundWords,
  return: returnWords,
  shipment: parcelWords
}

/** An event of a commit; the state it led to is the only part of a document that is shown. */
export const eventRow = (entry: Entry, event: LoggedEvent, language: Language): EventRow => {
  const { set }: { readonly set: Readonly<Record<string, unknown>> } = JSON.parse(event.change)
  const { state } = set
  const known = words[event.collection]
  return {
    position: entry.position,
    at: entry.at,
    type: event.type,
    who: whoIs(entry.actor, language),
    ...(typeof state === "string" && known !== undefined ? { detail: stateOf(known, state, language).label } : {})
  }
}
