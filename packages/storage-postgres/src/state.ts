import { compareText } from "pannier/kernel"
import type { Balance, Book, Change, Held } from "pannier/ledger"
import type { Commit, DocumentId, Intent, Receipt, Write } from "pannier/storage"
import { nameOf } from "./documents.ts"

/** How a document stands. A removed document keeps its row and its version, so that its stream is numbered on. */
export interface Standing {
  /** The version of the row in the database; 0 for no row. */
  readonly found: number
  readonly version: number
  readonly removed: boolean
  /** The last write of the group. */
  readonly write?: Write
}

/** A commit that stands in the group, with its place in the log. */
export interface Entered {
  readonly commit: Commit
  readonly position: number
  readonly at: number
  /** The numbers of its events, in the order of its writes. */
  readonly sequences: ReadonlyArray<number>
  readonly change: Change
}

/** Amounts from here on are counted exactly even on an account without bounds: 2^31 smaller ones cannot leave the range. */
export const wideAmount = 4_294_967_296n

/**
 * All that the commits of a group ask about, as one snapshot had it, and as it becomes while they are entered one after
 * another. Nothing of it is written before all of them are decided.
 */
export class State implements Book {
  position = 0
  at: number | undefined
  /** What the server's clock stood at, and how far that is ahead of this machine's. */
  server = 0
  ahead = 0
  readonly receipts = new Map<string, Receipt>()
  readonly documents = new Map<string, Standing>()
  /** Holders by scope and value: who has it in the database, and who has it now. */
  readonly claims = new Map<string, { readonly found: string | undefined; readonly holder: string | undefined }>()
  readonly accounts = new Map<
    string,
    { readonly found: Balance | undefined; readonly isNew: boolean; readonly now: Balance }
  >()
  readonly holds = new Map<string, { readonly found: Held["state"] | undefined; readonly now: Held }>()
  readonly posts = new Set<string>()
  /** Ids of intents that wait, in the database and now. */
  readonly waiting = new Map<string, { readonly found: boolean; readonly waits: boolean }>()
  readonly intents: Array<Intent & { readonly position: number; readonly ordinal: number }> = []
  readonly entered: Array<Entered> = []
  readonly #heldOn = new Map<string, Set<string>>()

  readonly balance = (account: string): Balance | undefined => this.accounts.get(account)?.now

  readonly hold = (id: string): Held | undefined => this.holds.get(id)?.now

  readonly made = (id: string): boolean => this.posts.has(id) || this.holds.has(id)

  readonly deadOn = (account: string, at: number): ReadonlyArray<Held> => {
    const dead: Array<Held> = []
    for (const id of this.#heldOn.get(account) ?? []) {
      const held = this.holds.get(id)?.now
      if (held !== undefined && held.state === "held" && held.until <= at) dead.push(held)
    }
    return dead.toSorted((left, right) => left.until - right.until || compareText(left.id, right.id))
  }

  /** Takes in a hold of the database. */
  readonly foundHold = (held: Held): void => this.#setHold(held, held.state)

  /** The version that a command sees: 0 for what is absent or removed. */
  seen(document: DocumentId): number {
    const standing = this.documents.get(nameOf(document))
    return standing === undefined || standing.removed ? 0 : standing.version
  }

  /** The version that the document's stream has come to. */
  version(document: DocumentId): number {
    return this.documents.get(nameOf(document))?.version ?? 0
  }

  holder(scope: string, value: string): string | undefined {
    return this.claims.get(claimName(scope, value))?.holder
  }

  /** Enters a commit that nothing stands against. */
  enter(entered: Entered): void {
    const { commit, position, at, sequences, change } = entered
    this.position = position
    this.at = at
    const { key, fingerprint, reply } = commit
    this.receipts.set(key, { key, fingerprint, position, reply })
    commit.writes.forEach((write, index) => {
      const found = this.documents.get(nameOf(write))?.found ?? 0
      this.documents.set(nameOf(write), { found, version: sequences[index] ?? 0, removed: write.json === null, write })
    })
    for (const { kind, scope, value, holder } of commit.claims) {
      const name = claimName(scope, value)
      this.claims.set(name, { found: this.claims.get(name)?.found, holder: kind === "claim" ? holder : undefined })
    }
    for (const balance of change.balances) this.#setBalance(balance)
    for (const held of change.holds) this.#setHold(held, this.holds.get(held.id)?.found)
    for (const { kind, transfer } of change.lines) if (kind === "post") this.posts.add(transfer)
    for (const id of commit.done) this.#leave(id)
    commit.intents.forEach((intent, ordinal) => {
      this.waiting.set(intent.id, { found: this.waiting.get(intent.id)?.found ?? false, waits: true })
      this.intents.push({ ...intent, position, ordinal })
    })
    this.entered.push(entered)
  }

  #setBalance(balance: Balance): void {
    const known = this.accounts.get(balance.account.id)
    this.accounts.set(balance.account.id, { found: known?.found, isNew: known?.isNew ?? true, now: balance })
  }

  #setHold(held: Held, found: Held["state"] | undefined): void {
    this.holds.set(held.id, { found, now: held })
    for (const account of [held.from, held.to]) {
      const known = this.#heldOn.get(account)
      if (known === undefined) this.#heldOn.set(account, new Set([held.id]))
      else known.add(held.id)
    }
  }

  #leave(id: string): void {
    const known = this.waiting.get(id)
    if (known === undefined) return
    this.waiting.set(id, { ...known, waits: false })
    const joined = this.intents.findIndex((intent) => intent.id === id)
    if (joined >= 0) this.intents.splice(joined, 1)
  }
}

export const claimName = (scope: string, value: string): string => JSON.stringify([scope, value])
