import * as Result from "effect/Result"
import type { Account, Balance } from "../ledger/model.ts"
import type { IndexQuery, Page, Waiting } from "../storage/model.ts"
import type { Collection } from "./collection.ts"
import { every, rest } from "./pages.ts"
import {
  type Answers,
  type AnyCollection,
  Ask,
  type Loading,
  type Owned,
  type Questions,
  type Row
} from "./question.ts"

/**
 * The subject under which the vault has a key of the shop itself. Ids of persons begin with a letter or a digit, so nobody's
 * erasure is ever the loss of one.
 */
export const shopKey = (name: string): string => `.${name}`

/** Which page of an index to read; see {@link IndexQuery}. */
export type Where = Omit<IndexQuery, "collection">

/** Which range of an index to read, page by page. */
export type Range = Omit<Where, "after" | "limit">

/** How many of a range are asked for at a time. */
const atOnce = 200

const nothing: Questions = { documents: [], accounts: [], queries: [], keys: [], owned: [], building: [], parked: [] }

/**
 * What a `load` can ask for. Documents named by id are guarded: the decision stands only if none of them changed. What a
 * page returns is not guarded: a rule that rests on "there is no such row" needs a document with an id known beforehand, a
 * claim, or an account. Balances are not guarded either; their bounds guard them.
 */
export const read = {
  /** The document, or the command is refused with `NotFound`. */
  one: <A>(from: Collection<A>, id: string): Ask<A> =>
    new Ask({ ...nothing, documents: [{ from, id }] }, ({ documents: [found] }) =>
      found === undefined ? Result.fail({ _tag: "NotFound", collection: from.name, id }) : Result.succeed(found as A)
    ),

  /** The document, or `undefined`; its absence is guarded as well. */
  maybe: <A>(from: Collection<A>, id: string): Ask<A | undefined> =>
    new Ask({ ...nothing, documents: [{ from, id }] }, ({ documents: [found] }) =>
      Result.succeed(found as A | undefined)
    ),

  /** The documents in the order of their ids, or `NotFound` for the first that is absent. */
  many: <A>(from: Collection<A>, ids: ReadonlyArray<string>): Ask<ReadonlyArray<A>> =>
    new Ask({ ...nothing, documents: ids.map((id) => ({ from, id })) }, ({ documents }) => {
      const missing = ids.find((_, index) => documents[index] === undefined)
      return missing === undefined
        ? Result.succeed(documents as ReadonlyArray<A>)
        : Result.fail({ _tag: "NotFound", collection: from.name, id: missing })
    }),

  /** Those of the documents that exist, by id. */
  some: <A>(from: Collection<A>, ids: ReadonlyArray<string>): Ask<ReadonlyMap<string, A>> =>
    new Ask({ ...nothing, documents: ids.map((id) => ({ from, id })) }, ({ documents }) => {
      const found = new Map<string, A>()
      ids.forEach((id, index) => {
        const document = documents[index]
        if (document !== undefined) found.set(id, document as A)
      })
      return Result.succeed(found)
    }),

  /** One page of an index. Not guarded. */
  page: <A>(from: Collection<A>, where: Where): Ask<Page<A>> =>
    new Ask({ ...nothing, queries: [{ from, query: { ...where, collection: from.name } }] }, ({ queries: [page] }) =>
      Result.succeed(page as Page<A>)
    ),

  /** The same page, of which is told only which documents there are: none is decoded. Not guarded. */
  rows: (from: AnyCollection, where: Where): Ask<Page<Row>> =>
    new Ask(
      { ...nothing, queries: [{ from, query: { ...where, collection: from.name }, bare: true }] },
      ({ queries: [page] }) => Result.succeed(page as Page<Row>)
    ),

  /**
   * All documents of a range, however many; a page is a step of its own, so it is `yield*`ed by itself and is no question of
   * `all`. For what there is little of in a shop, or for one owner. Not guarded.
   */
  every: <A>(from: Collection<A>, range: Range): Loading<ReadonlyArray<A>> =>
    every((part) => read.page(from, { ...range, limit: atOnce, ...part })),

  /** The same, telling only which documents there are. Not guarded. */
  everyRow: (from: AnyCollection, range: Range): Loading<ReadonlyArray<Row>> =>
    every((part) => read.rows(from, { ...range, limit: atOnce, ...part })),

  /** What of a range stands on its first page, which was asked for with other things, and on all others. Not guarded. */
  rest: <A>(from: Collection<A>, range: Range, first: Page<A>): Loading<ReadonlyArray<A>> =>
    rest(first, (part) => read.page(from, { ...range, limit: atOnce, ...part })),

  /** Columns of a collection that not every document has its value for. Not guarded: it is listed beside the snapshot. */
  building: (from: AnyCollection): Ask<ReadonlyArray<string>> =>
    new Ask({ ...nothing, building: [from.name] }, ({ building: [columns = []] }) => Result.succeed(columns)),

  /** The oldest intents that were given up. Not guarded: they are listed beside the snapshot. */
  parked: (limit: number): Ask<ReadonlyArray<Waiting>> =>
    new Ask({ ...nothing, parked: [limit] }, ({ parked: [intents = []] }) => Result.succeed(intents)),

  /** How the accounts stand, in order; an account that no transfer has opened yet is empty. */
  balances: (accounts: ReadonlyArray<Account>): Ask<ReadonlyArray<Balance>> =>
    new Ask({ ...nothing, accounts: accounts.map((account) => account.id) }, (answers) =>
      Result.succeed(
        accounts.map((account, index) => answers.accounts[index] ?? { account, posted: 0n, outgoing: 0n, incoming: 0n })
      )
    ),

  /**
   * Keys of the shop by name, 32 bytes each, made at first use and the same ever after; `undefined` for one that was
   * destroyed. A rule derives from it what it needs, and says nothing of it in a reply or a document. A name is never a
   * caller's word, or the caller could fill the vault.
   */
  keys: (names: ReadonlyArray<string>): Ask<ReadonlyArray<Uint8Array | undefined>> =>
    new Ask({ ...nothing, keys: names }, ({ keys }) => Result.succeed(keys)),

  /**
   * All accounts of an owner in a unit, by id. Like every balance they are guarded by their bounds alone: a rule may rest on
   * what an account has, never on there being no other.
   */
  owned: (owned: Owned): Ask<ReadonlyArray<Balance>> =>
    new Ask({ ...nothing, owned: [owned] }, (answers) => Result.succeed(answers.owned[0] ?? [])),

  /** Several questions in one round trip and one snapshot. */
  all: <const Asks extends { readonly [name: string]: Ask<unknown> }>(asks: Asks): Ask<AnswersOf<Asks>> =>
    together(asks)
} as const

/** The type of {@link read}, for the `read` argument of a `load`. */
export type Read = typeof read

/** The answers to several questions, under their names. */
export type AnswersOf<Asks> = { readonly [Name in keyof Asks]: Asks[Name] extends Ask<infer A> ? A : never }

const together = <Asks extends { readonly [name: string]: Ask<unknown> }>(asks: Asks): Ask<AnswersOf<Asks>> => {
  const documents: Array<Questions["documents"][number]> = []
  const accounts: Array<string> = []
  const queries: Array<Questions["queries"][number]> = []
  const keys: Array<string> = []
  const owned: Array<Owned> = []
  const building: Array<string> = []
  const parked: Array<number> = []
  const names = Object.keys(asks)
  for (const name of names) {
    const { questions } = asks[name]!
    documents.push(...questions.documents)
    accounts.push(...questions.accounts)
    queries.push(...questions.queries)
    keys.push(...questions.keys)
    owned.push(...questions.owned)
    building.push(...questions.building)
    parked.push(...questions.parked)
  }
  return new Ask({ documents, accounts, queries, keys, owned, building, parked }, (answers) => {
    const found: Record<string, unknown> = {}
    const answered = { documents: 0, accounts: 0, queries: 0, keys: 0, owned: 0, building: 0, parked: 0 }
    for (const name of names) {
      const ask = asks[name]!
      const answer = ask.answer(partOf(answers, ask.questions, answered))
      if (Result.isFailure(answer)) return Result.fail(answer.failure)
      found[name] = answer.success
    }
    return Result.succeed(found as AnswersOf<Asks>)
  })
}

/** The answers to one of several questions; `answered` counts on how many were given. */
const partOf = (answers: Answers, questions: Questions, answered: Record<keyof Answers, number>): Answers => {
  const next = <A>(list: ReadonlyArray<A>, kind: keyof Answers): ReadonlyArray<A> => {
    const count = questions[kind].length
    if (count === 0) return none
    const from = answered[kind]
    answered[kind] = from + count
    return list.slice(from, from + count)
  }
  return {
    documents: next(answers.documents, "documents"),
    accounts: next(answers.accounts, "accounts"),
    queries: next(answers.queries, "queries"),
    keys: next(answers.keys, "keys"),
    owned: next(answers.owned, "owned"),
    building: next(answers.building, "building"),
    parked: next(answers.parked, "parked")
  }
}

const none: ReadonlyArray<never> = []
