/** Batches: changes wider than one commit, which staff start, watch and stop; and what versions documents are written in. */
import * as Effect from "effect/Effect"
import { type AnyCollection, type Batch, writableOf } from "pannier/command"
import { collections } from "pannier/shop"
import type { Storage } from "pannier/storage"
import { type Action, deskBatchesPage, type DeskBatchesView, paths } from "../../look/index.ts"
import { count } from "../../text/format.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { act } from "./door.ts"
import { whoIs } from "./words.ts"

/** Rows that are counted ahead of a batch: so many pages of so many. Beyond that the page says that there are more. */
const pagesAhead = 10
const rowsAPage = 200

export const batches: Route = async (visit) => {
  const { house, language } = visit
  const { storage } = house.shop
  const latest = await visit.as.operations.batches({})
  const building = await Effect.runPromise(storage.building)
  const may = await visit.may(
    "operations.startBatch",
    "operations.pauseBatch",
    "operations.resumeBatch",
    "operations.cancelBatch",
    "operations.raise"
  )
  const running = latest.some(({ state }) => state === "running")
  const view: DeskBatchesView = {
    batches: await Promise.all(latest.map((batch) => batchOf(batch, may, storage, language))),
    collections: collections.map((one) => ({
      name: one.name,
      reads: one.version,
      writes: writableOf(storage).of(one),
      building: building.filter(({ collection }) => collection === one.name).map(({ column }) => column),
      actions: collectionActions(one, latest, may, storage, language)
    })),
    ...(running ? { refresh: 2 } : {})
  }
  return visit.show(deskBatchesPage(view, await visit.frame()))
}

const batchOf = async (
  batch: Batch,
  may: ReadonlySet<string>,
  storage: Storage,
  language: Language
): Promise<DeskBatchesView["batches"][number]> => {
  const { id, kind, state, startedAt, startedBy, rows, failures } = batch
  const moods = { running: "waiting", paused: "attention", done: "good", cancelled: "quiet" } as const
  return {
    id,
    kind,
    state: { label: say(language, `state.batch.${state}`), mood: moods[state] },
    startedAt,
    by: whoIs(startedBy, language),
    progress: await progressOf(batch, storage, language),
    ...rows,
    failures,
    actions: actionsOf(batch, may, language)
  }
}

const progressOf = async (
  batch: Batch,
  storage: Storage,
  language: Language
): Promise<DeskBatchesView["batches"][number]["progress"]> => {
  const { written, kept, failed } = batch.rows
  const seen = written + kept + failed
  const said = count(language, seen)
  if (batch.state === "done") return { share: 1, label: say(language, "batch.seen", { seen: said }) }
  const ahead = await rowsAhead(batch, storage)
  // A host's own batch goes by an index that only it knows.
  if (ahead === undefined) return { share: 0, label: say(language, "batch.seen", { seen: said }) }
  const share = seen + ahead.rows === 0 ? 0 : seen / (seen + ahead.rows)
  const label = ahead.more
    ? say(language, "batch.seenOfMore", { seen: said, left: count(language, ahead.rows) })
    : say(language, "batch.seenOf", { seen: said, all: count(language, seen + ahead.rows) })
  return { share, label }
}

/** How many rows are still before a batch that rewrites a collection: counted by its own cursor, as far as is cheap. */
const rowsAhead = async (
  { kind, cursor }: Batch,
  storage: Storage
): Promise<{ readonly rows: number; readonly more: boolean } | undefined> => {
  const [, collection] = /^rewrite\.(.+)$/.exec(kind) ?? []
  if (collection === undefined || !collections.some(({ name }) => name === collection)) return undefined
  let rows = 0
  let after = cursor
  for (let page = 0; page < pagesAhead; page++) {
    const query = { collection, index: "id", limit: rowsAPage, ...(after === undefined ? {} : { after }) }
    const { queries } = await Effect.runPromise(
      storage.read({ documents: [], accounts: [], queries: [query], at: Date.now() })
    )
    rows += queries[0]?.items.length ?? 0
    after = queries[0]?.next
    if (after === undefined) return { rows, more: false }
  }
  return { rows, more: true }
}

const button = (
  language: Language,
  label: TextKey,
  weight: Action["weight"],
  fields: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | number>> = {}
): Action => ({ label: say(language, label, values), to: paths(language).deskBatches, post: true, weight, fields })

const weights = { pause: "plain", resume: "plain", cancel: "danger" } as const
const turns = { running: ["pause", "cancel"], paused: ["resume", "cancel"], done: [], cancelled: [] } as const

const actionsOf = ({ id: batch, state }: Batch, may: ReadonlySet<string>, language: Language): ReadonlyArray<Action> =>
  turns[state]
    .filter((turn) => may.has(`operations.${turn}Batch`))
    .map((turn) => button(language, `batch.${turn}`, weights[turn], { do: turn, batch }))

/** What may be started for a collection: nothing while its batch is under way. */
const collectionActions = (
  collection: AnyCollection,
  latest: ReadonlyArray<Batch>,
  may: ReadonlySet<string>,
  storage: Storage,
  language: Language
): ReadonlyArray<Action> => {
  const { name, highest } = collection
  const kind = `rewrite.${name}`
  const under = latest.some((one) => one.kind === kind && (one.state === "running" || one.state === "paused"))
  const raise = { do: "raise", collection: name, version: String(highest) }
  return [
    ...(under || !may.has("operations.startBatch")
      ? []
      : [button(language, "batch.start", "plain", { do: "start", kind })]),
    ...(writableOf(storage).of(collection) < highest && may.has("operations.raise")
      ? [button(language, "batch.raise", "plain", raise, { version: highest })]
      : [])
  ]
}

/** A manager starts a batch, stops it, lets it go on, ends it, or raises a version. */
export const actOnBatch: Route = async (visit) => {
  const { as, language } = visit
  const { operations } = as
  const { do: what = "", key = "", batch = "", kind = "", collection = "", version = "" } = await visit.form()
  const once = { key }
  const deeds: Readonly<Record<string, readonly [done: TextKey, deed: () => Promise<unknown>]>> = {
    start: ["batch.didStart", () => operations.startBatch({ kind }, once)],
    pause: ["batch.didPause", () => operations.pauseBatch({ batch }, once)],
    resume: ["batch.didResume", () => operations.resumeBatch({ batch }, once)],
    cancel: ["batch.didCancel", () => operations.cancelBatch({ batch }, once)],
    raise: ["batch.didRaise", () => operations.raise({ collection, version: Number(version) }, once)]
  }
  const [done, deed] = Object.hasOwn(deeds, what) ? (deeds[what] ?? []) : []
  if (done === undefined || deed === undefined) return visit.c.notFound()
  return act(visit, paths(language).deskBatches, say(language, done), deed)
}
