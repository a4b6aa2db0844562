import type { Commit } from "../../../src/storage/index.ts"

/** Each spoils a commit on its way to PostgreSQL. */
export const plants: Readonly<Record<string, (commit: Commit) => Commit>> = {
  "transfers-forgotten": (commit) => ({ ...commit, transfers: commit.transfers.slice(1) }),
  "guards-forgotten": (commit) => ({ ...commit, guards: [] }),
  "claims-forgotten": (commit) => ({ ...commit, claims: [] })
}
