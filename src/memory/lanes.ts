import type { Intent, Lent, Waiting } from "../storage/model.ts"
import { lastTry, nextTry } from "../storage/rules.ts"
import { Sorted } from "./sorted.ts"

interface Numbered extends Waiting {
  /** The order in which intents joined the log. */
  readonly number: number
}

/** The intents in the log. Each lane is a queue; only its oldest intent, the head, can be lent. */
export class Lanes {
  #joined = 0
  readonly #intents = new Map<string, Numbered>()
  readonly #lanes = new Map<string, Array<string>>()
  /** Heads that are not parked, those due first in front. */
  readonly #heads = new Sorted<Numbered>((left, right) => left.due - right.due || left.number - right.number)

  has(id: string): boolean {
    return this.#intents.has(id)
  }

  join(intent: Intent): void {
    const { id, lane, kind, payload, due } = intent
    const waiting: Numbered = { id, lane, kind, payload, due, tries: 0, state: "waiting", number: this.#joined++ }
    const queue = this.#lanes.get(lane)
    this.#intents.set(id, waiting)
    if (queue === undefined) {
      this.#lanes.set(lane, [id])
      this.#heads.add(waiting)
    } else {
      queue.push(id)
    }
  }

  leave(id: string): void {
    const intent = this.#intents.get(id)
    const queue = intent && this.#lanes.get(intent.lane)
    if (intent === undefined || queue === undefined) return
    this.#intents.delete(id)
    const place = queue.indexOf(id)
    queue.splice(place, 1)
    if (place > 0) return
    if (intent.state === "waiting") this.#heads.remove(intent)
    const head = queue[0] === undefined ? undefined : this.#intents.get(queue[0])
    if (head === undefined) this.#lanes.delete(intent.lane)
    else this.#heads.add(head)
  }

  /** See `Storage.take`. */
  take(at: number, limit: number): ReadonlyArray<Lent> {
    const due: Array<Numbered> = []
    for (const head of this.#heads.from()) {
      if (head.due > at || due.length >= limit) break
      due.push(head)
    }
    return due.map((head) => this.#lend(head, at))
  }

  waiting(limit: number, state?: Waiting["state"]): ReadonlyArray<Waiting> {
    return [...this.#intents.values()]
      .filter((intent) => state === undefined || intent.state === state)
      .slice(0, limit)
      .map((intent) => ({ ...keptOf(intent), state: intent.state }))
  }

  /** Tries a parked intent again, where it stands in its lane. */
  revive(id: string, at: number): void {
    const parked = this.#intents.get(id)
    if (parked?.state !== "parked") return
    const revived: Numbered = { ...parked, tries: 0, due: at, state: "waiting" }
    this.#intents.set(id, revived)
    this.#heads.add(revived)
  }

  #lend(head: Numbered, at: number): Lent {
    const tries = head.tries + 1
    const lent: Numbered = { ...head, tries, due: nextTry(at, tries), state: tries < lastTry ? "waiting" : "parked" }
    this.#heads.remove(head)
    this.#intents.set(head.id, lent)
    if (lent.state === "waiting") this.#heads.add(lent)
    return { ...keptOf(lent), since: head.due }
  }
}

const keptOf = ({ id, lane, kind, payload, due, tries }: Waiting) => ({ id, lane, kind, payload, due, tries })
