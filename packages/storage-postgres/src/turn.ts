import type { Query } from "./driver.ts"
import { DriverFailure, isBusy, isPassing, pause, persist } from "./failure.ts"
import type { Session } from "./session.ts"
import { literal } from "./statements.ts"

/** Tells the host what takes long. */
export type Tell = (message: string) => void

/**
 * A change of a table waits 200 ms for its lock. Everybody who wants the table afterwards waits behind it, so it gives up soon, lets
 * them pass, and asks again.
 */
export const waitShortly = "SET LOCAL lock_timeout = 200"

/** Milliseconds between two such tries: most of the time is left to those who sell. */
const between = 1_000

/** How long a lock is asked for again, in milliseconds: a check or a backup may read for minutes. */
const patience = 600_000

/** After how many milliseconds the host is told that it waits, and how often. */
const [tellAfter, tellEvery] = [5_000, 30_000]

/** Runs changes of the layout in one transaction, one node after another. Nobody who uses a table waits behind them for long. */
export const inTurn = async <A>(session: Session, tell: Tell, body: (query: Query) => Promise<A>): Promise<A> => {
  const since = performance.now()
  let tellAt = tellAfter
  const change = () =>
    session.transaction(async (query) => {
      await query(
        `SELECT pg_advisory_xact_lock(hashtextextended(${literal(`pannier ${session.place.schema}`)}, 0))::text`,
        []
      )
      await query(waitShortly, [])
      return body(query)
    })
  for (;;) {
    try {
      return await persist(change, undefined, (failure) => isPassing(failure) && !isBusy(failure))
    } catch (cause) {
      const waited = performance.now() - since
      if (!(cause instanceof DriverFailure && isBusy(cause)) || waited > patience) throw cause
      if (waited >= tellAt) {
        tell(
          `the layout of \`${session.place.schema}\` waits for whoever reads or writes its tables (${cause.message}); selling goes on`
        )
        tellAt = waited + tellEvery
      }
      await pause(between)
    }
  }
}
