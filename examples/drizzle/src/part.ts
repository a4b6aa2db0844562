import type { Alongside, PostgresAdapter, PostgresStorage, Query } from "@pannier/storage-postgres"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Adapter, Commit, CommitRefusal, Committed } from "pannier/storage"

// #region part
/** What the host does in the transaction of one call's commit. */
export type Part =
  /** Statements of the host's own, after those of the commit. What they reject with takes both back. */
  | { readonly kind: "alongside"; readonly run: (query: Query, commit: Commit) => ReturnType<Alongside> }
  /** The commit joins a transaction that the host has open, and ends itself. */
  | { readonly kind: "join"; readonly query: Query }

/** The part of the call that is running. It travels with the call, so calls at the same time do not mix up theirs. */
export const CurrentPart = Context.Reference<Part | undefined>("office/CurrentPart", {
  defaultValue: () => undefined
})

/** A storage whose commits take the host's part along. */
export const withPart = (adapter: PostgresAdapter): Adapter => ({
  ...adapter,
  open: (collections) =>
    Effect.map(adapter.open(collections), (storage) => ({
      ...storage,
      commit: (one) => Effect.flatMap(CurrentPart, (part) => commitWith(storage, one, part))
    }))
})

const commitWith = (
  storage: PostgresStorage,
  commit: Commit,
  part: Part | undefined
): Effect.Effect<Committed, CommitRefusal> => {
  if (part === undefined) return storage.commit(commit)
  if (part.kind === "join") return storage.commitJoined(commit, part.query)
  return Effect.catchTag(
    storage.commitAlongside(commit, (query) => part.run(query, commit)),
    "HostRefused",
    // It is no word of the shop's: the host hears its own error again, as it was thrown.
    ({ cause }) => Effect.die(cause)
  )
}
// #endregion part
