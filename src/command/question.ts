import type * as Result from "effect/Result"
import type { Balance } from "../ledger/model.ts"
import type { IndexQuery, Page, Waiting } from "../storage/model.ts"
import type { Collection } from "./collection.ts"
import type { NotFound } from "./errors.ts"

/** What one step of a `load` asks for; the answers come from one snapshot. */
export interface Questions {
  readonly documents: ReadonlyArray<{ readonly from: AnyCollection; readonly id: string }>
  readonly accounts: ReadonlyArray<string>
  readonly queries: ReadonlyArray<{
    readonly from: AnyCollection
    readonly query: IndexQuery
    /** Whether the answer tells only which documents there are. */
    readonly bare?: boolean
  }>
  /** Keys of the shop itself, by name. They are kept in the vault, not in the snapshot. */
  readonly keys: ReadonlyArray<string>
  /** Accounts by owner and unit. They are listed beside the snapshot. */
  readonly owned: ReadonlyArray<Owned>
  /** Names of collections of which is asked what they are building. */
  readonly building: ReadonlyArray<string>
  /** How many of the oldest parked intents. */
  readonly parked: ReadonlyArray<number>
}

/** A document that there is, by its id and the version of the Schema that wrote it. */
export interface Row {
  readonly id: string
  readonly schema: number
}

/** Whose accounts, in which unit. */
export interface Owned {
  readonly owner: string
  readonly unit: string
}

/** The answers, each list in the order of its questions. */
export interface Answers {
  readonly documents: ReadonlyArray<unknown>
  readonly accounts: ReadonlyArray<Balance | undefined>
  readonly queries: ReadonlyArray<Page<unknown>>
  readonly keys: ReadonlyArray<Uint8Array | undefined>
  readonly owned: ReadonlyArray<ReadonlyArray<Balance>>
  readonly building: ReadonlyArray<ReadonlyArray<string>>
  readonly parked: ReadonlyArray<ReadonlyArray<Waiting>>
}

/** A collection whose documents' type does not matter here. */
export type AnyCollection = Collection<any>

/** A `load`: it yields what it asks for and is given the answers, so it is pure and runs anywhere. */
export type Loading<A> = Generator<Ask<unknown>, A, unknown>

/** One step of a `load`. `yield*` it to have the answer. */
export class Ask<out A> {
  readonly questions: Questions
  readonly answer: (answers: Answers) => Result.Result<A, NotFound>

  constructor(questions: Questions, answer: (answers: Answers) => Result.Result<A, NotFound>) {
    this.questions = questions
    this.answer = answer
  }

  *[Symbol.iterator](): Generator<Ask<A>, A, unknown> {
    // The driver sends back what `answer` made of the answers to this very step.
    return (yield this) as A
  }
}
