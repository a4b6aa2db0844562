import type { Query } from "./driver.ts"
import { DriverFailure } from "./failure.ts"

/** The host's part of a commit, on the connection of its transaction. What it rejects with takes the whole commit back. */
export type Alongside = (query: Query) => Promise<void>

/** The host's part failed: nothing of the commit stands. */
export interface HostRefused {
  readonly _tag: "HostRefused"
  readonly cause: unknown
}

/** Carries what the host's part threw through the transaction that it ends. */
export class HostThrew extends Error {
  static async around(run: Alongside, query: Query): Promise<void> {
    try {
      await run(query)
      // A statement that failed has ended the transaction, though the host caught what it threw: this one fails with it.
      await query("SELECT 'alive'", [])
    } catch (cause) {
      // What ended the transaction itself is not the host's word; the commit begins anew with it.
      if (cause instanceof DriverFailure && (cause.state === undefined || cause.state.startsWith("40"))) throw cause
      throw new HostThrew("the host's part of a commit failed", { cause })
    }
  }
}
