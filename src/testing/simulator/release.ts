import type { work } from "../../command/index.ts"
import type { JsonObject } from "../../kernel/json.ts"
import type { call, openKernel } from "../../shop/index.ts"
import type { Found, Wants } from "../../storage/model.ts"

/** What a process of one release runs: how it opens a shop, how it answers a call, and how it works. */
export interface Program {
  readonly openKernel: typeof openKernel
  readonly call: typeof call
  readonly work: typeof work
}

/** One of the two releases of a rolling deployment: the one that was there, or the one that follows it. */
export type Release = "former" | "next"

/** A rolling deployment (F16): node after node is replaced by the next release, while the shop sells on one log. */
export interface Rollout {
  readonly next: Program
  /** What the next release has a newer Schema of, and its version: raised when every node runs it, then rewritten. */
  readonly raises: ReadonlyArray<{ readonly collection: string; readonly version: number }>
  /**
   * What is wrong with the documents at rest, in sentences, by the replies that callers were given: what the next release
   * alone can say is to stand as it was told.
   *
   * @param replies all of them, by the key of the commit
   * @param document a document as it is kept, by `collection/id`
   */
  readonly asks: (
    replies: ReadonlyMap<string, JsonObject>,
    document: (key: string) => JsonObject | undefined
  ) => Iterable<string>
}

/** What happened in a rolling deployment: a zero is worth nothing. */
export interface Rolled {
  /** Documents of the raised collections, by who wrote them. */
  readonly writtenByFormer: number
  readonly writtenByNext: number
  /** How often a release read such a document that the other had written last. */
  readonly readAcross: number
  /** Calls and intents that a node answered with `VersionAhead`. */
  readonly ahead: number
  readonly replaced: number
  /** How often a node went back to the former release. */
  readonly rolledBack: number
  /** Versions that were raised while a node still ran the former release. */
  readonly raisedEarly: number
  /** Documents that a batch wrote again. */
  readonly rewritten: number
}

/** Counts who wrote and who read the documents of two releases. */
export class Witness {
  readonly rolled: { -readonly [Count in keyof Rolled]: number } = {
    writtenByFormer: 0,
    writtenByNext: 0,
    readAcross: 0,
    ahead: 0,
    replaced: 0,
    rolledBack: 0,
    raisedEarly: 0,
    rewritten: 0
  }
  readonly #raised: ReadonlySet<string>
  readonly #writers = new Map<string, Release>()

  constructor({ raises }: Rollout) {
    this.#raised = new Set(raises.map(({ collection }) => collection))
  }

  wrote(by: Release, writes: ReadonlyArray<{ readonly collection: string; readonly id: string }>): void {
    for (const { collection, id } of writes) {
      if (!this.#raised.has(collection)) continue
      this.#writers.set(`${collection}/${id}`, by)
      this.rolled[by === "former" ? "writtenByFormer" : "writtenByNext"]++
    }
  }

  read(by: Release, wants: Wants, found: Found): void {
    const seen = (collection: string, id: string): void => {
      const writer = this.#writers.get(`${collection}/${id}`)
      if (writer !== undefined && writer !== by) this.rolled.readAcross++
    }
    for (const { collection, id } of wants.documents) seen(collection, id)
    found.queries.forEach(({ items }, index) => {
      const collection = wants.queries[index]?.collection ?? ""
      for (const { id } of items) seen(collection, id)
    })
  }

  answered(tag: string): void {
    if (tag === "VersionAhead") this.rolled.ahead++
  }
}
