import { randomUUID } from "node:crypto"
import type { CollectionShape } from "pannier/storage"
import { DriverFailure, isBusy, isCancelled, pause } from "./failure.ts"
import { clearBroken, indexLaidOut, type LackingIndex, lackingIndexes } from "./indexes.ts"
import { tableOf } from "./names.ts"
import type { Session } from "./session.ts"
import { literal } from "./statements.ts"
import { type Tell, waitShortly } from "./turn.ts"

/** Milliseconds before a build is looked at again, or begun anew: doubling, up to the longest. */
const [shortest, longest] = [250, 30_000]

/**
 * Builds indexes while the shop sells, one at a time and one node for each table. A build that is broken off, by whichever node, is
 * begun anew by any that is open.
 */
export class Builder {
  /** What the last build failed with. */
  ended: string | undefined
  /** Ends when every index is ready, the builder was stopped, or what it failed with would only come again. */
  readonly #done: Promise<void>
  readonly #session: Session
  readonly #shapes: ReadonlyArray<CollectionShape>
  readonly #tell: Tell
  /** Whether somebody waits for it, who would rather hear that the server ends each build than wait for ever. */
  readonly #awaited: boolean
  /** Stands in front of the statements of this builder, so that it finds them among those of the server. */
  readonly #tag = `/* pannier ${randomUUID()} */`
  #stopped = false
  #over = false
  #wake = () => {}

  constructor(session: Session, shapes: ReadonlyArray<CollectionShape>, tell: Tell, awaited: boolean) {
    this.#session = session
    this.#shapes = shapes
    this.#tell = tell
    this.#awaited = awaited
    this.#done = this.#work().finally(() => (this.#over = true))
  }

  /** Waits for its end. While it rests it holds no process, so that a program may end; whoever waits for it does. */
  async finished(): Promise<void> {
    const awake = setInterval(() => {}, longest)
    try {
      await this.#done
    } finally {
      clearInterval(awake)
    }
  }

  /** Stops at once: a build that is on its way is taken back. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    while (!this.#over) {
      await this.#cancel()
      await Promise.race([this.#done, pause(shortest)])
    }
  }

  async #work(): Promise<void> {
    for (let time = shortest; !this.#stopped; time = Math.min(2 * time, longest)) {
      try {
        const lacking = await lackingIndexes(this.#session, this.#session.ask, this.#shapes)
        if (lacking.length === 0) return
        for (const one of lacking) if (!this.#stopped) await this.#build(one)
        continue
      } catch (cause) {
        if (!(cause instanceof DriverFailure)) throw cause
        // Where another node builds one there is nothing to tell.
        if (!isBusy(cause) && cause.message !== this.ended && !this.#stopped) {
          this.#tell(`an index is not built yet: ${cause.message}`)
        }
        this.ended = cause.message
        if (cause.state === "42501" || (this.#awaited && isCancelled(cause))) return
      }
      if (!this.#stopped) await this.#rest(time)
    }
  }

  async #build(lacking: LackingIndex): Promise<void> {
    const { collection, index } = lacking
    const table = tableOf(this.#session, collection)
    await this.#session.transaction(async (query) => {
      await query(waitShortly, [])
      // Whoever builds an index of the table has this lock until it is built.
      await query(`LOCK TABLE ${table} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT`, [])
      for (const one of await lackingIndexes(this.#session, query, this.#shapes)) {
        if (one.name === lacking.name) await clearBroken(this.#session, query, one)
      }
    })
    this.#tell(`index \`${collection}.${index}\` is being built; until it is ready queries of it answer IndexBuilding`)
    await this.#session.alone(`${this.#tag} ${indexLaidOut(this.#session, lacking, "CONCURRENTLY IF NOT EXISTS ")}`, [])
  }

  async #rest(time: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resume) => {
      this.#wake = resume
      timer = setTimeout(resume, time).unref()
    })
    clearTimeout(timer)
  }

  async #cancel(): Promise<void> {
    const mine = `state = 'active' AND pid <> pg_backend_pid() AND starts_with(query, ${literal(this.#tag)})`
    try {
      await this.#session.ask(`SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity WHERE ${mine}`, [])
    } catch (cause) {
      // Without the server nothing is being built either.
      if (!(cause instanceof DriverFailure)) throw cause
    }
  }
}
