import type { Query } from "./driver.ts"
import { DriverFailure } from "./failure.ts"

/** The host's part of a commit, on the connection of its transaction. What it rejects with takes the whole commit back. */
export type Alongside = (query: Query) => unknown

/** Carries what the host's part threw through the transaction that it ends. */
export class HostThrew extends Error {
  static async around(run: Alongside, query: Query): Promise<void> {
    let ended: DriverFailure | undefined
    let over = false
    const heard: Query = async (sql, parameters) => {
      // The connection is on its way to somebody else, or has gone there.
      if (over) throw new Error(`after the commit: \`${sql}\``)
      try {
        return await query(sql, parameters)
      } catch (cause) {
        if (cause instanceof DriverFailure && endsTransaction(cause)) ended ??= cause
        throw cause
      }
    }
    try {
      await run(heard)
      // A statement that failed has ended the transaction, though the host caught what it threw: this one fails with it.
      await heard("SELECT 'alive'", [])
    } catch (cause) {
      // What ended the transaction itself is not the host's word, whatever its tools made of it: the commit begins anew.
      if (ended !== undefined) throw ended
      throw new HostThrew("the host's part of a commit failed", { cause })
    } finally {
      over = true
    }
  }
}

/** A deadlock, a serialization failure, or a connection that is gone. */
const endsTransaction = ({ state }: DriverFailure): boolean => state === undefined || state.startsWith("40")
