import * as Effect from "effect/Effect"
import { system } from "../../command/index.ts"
import type { Json, JsonObject } from "../../kernel/json.ts"
import { number, object } from "../../shop/questions/reading.ts"
import type { Entry } from "../../storage/model.ts"
import { Client } from "./client.ts"
import { Dice } from "./dice.ts"
import type { Release, Rolled, Rollout } from "./release.ts"
import type { Node, World } from "./world.ts"

const minute = 60_000

/** The longest that a node takes from its end to its return, in milliseconds. */
const longestStart = 90_000

/** One step of a deployment. */
type Step = { readonly node: Node; readonly release: Release } | "raise"

/**
 * A rolling deployment in the midst of a run, as an operator does it: node after node is replaced, one of them may go back
 * once, and when all run the next release its versions are raised and what is older is rewritten. Some operators are hasty
 * and raise while the last node still runs the former release: it refuses what it cannot read, and nothing is lost.
 */
export class Deployment {
  readonly #world: World
  readonly #rollout: Rollout
  readonly #dice: Dice
  #done = false
  #calls = 0

  constructor(world: World, rollout: Rollout, seed: number) {
    this.#world = world
    this.#rollout = rollout
    this.#dice = new Dice(seed)
  }

  get #rolled(): { -readonly [Count in keyof Rolled]: number } {
    if (this.#world.witness === undefined) throw new Error("a deployment is watched")
    return this.#world.witness.rolled
  }

  /** @param last how long after now the last of the people comes, in milliseconds */
  begin(last: number): void {
    const { schedule, outside } = this.#world
    const steps = this.#steps()
    // Now at once, while the first crowd is in the shop, now over an afternoon.
    const gap = this.#dice.pick([10_000, minute, (0.7 * last + 10 * minute) / (steps.length + 1)])
    const program = Effect.gen({ self: this }, function* () {
      for (const step of steps) {
        yield* schedule.sleep(outside, gap * (0.2 + this.#dice.fraction()))
        if (step === "raise") yield* this.#raise()
        else yield* this.#replace(step.node, step.release)
      }
      yield* schedule.sleep(outside, 2 * minute)
      for (const { collection } of this.#rollout.raises) yield* this.#rewrite(collection)
    })
    schedule.run(outside, program, () => (this.#done = true))
  }

  #steps(): ReadonlyArray<Step> {
    const nodes = [...this.#world.nodes]
    const steps: Array<Step> = nodes.map((node) => ({ node, release: "next" }))
    const back = this.#dice.happens(0.4) ? nodes[this.#dice.below(nodes.length)] : undefined
    if (back !== undefined)
      steps.splice(nodes.indexOf(back) + 1, 0, { node: back, release: "former" }, { node: back, release: "next" })
    steps.splice(this.#dice.happens(0.4) ? steps.length - 1 : steps.length, 0, "raise")
    return steps
  }

  *#replace(node: Node, release: Release): Effect.fn.Return<void> {
    this.#rolled[release === "next" ? "replaced" : "rolledBack"]++
    yield* this.#world.replace(node, release, 1 + this.#dice.delay(longestStart))
  }

  *#raise(): Effect.fn.Return<void> {
    if (this.#world.nodes.some(({ release }) => release === "former")) this.#rolled.raisedEarly++
    for (const { collection, version } of this.#rollout.raises)
      yield* this.#insist("operations.raise", { collection, version })
  }

  // One batch of a kind runs at a time: whoever finds another waits for its end.
  *#rewrite(collection: string): Effect.fn.Return<void> {
    yield* this.#insist("operations.startBatch", { kind: `rewrite.${collection}` })
  }

  /** Asks until it is done: a node of the former release does not know what is asked. */
  *#insist(name: string, input: Json): Effect.fn.Return<void> {
    const { schedule, outside } = this.#world
    for (;;) {
      const operator = new Client(this.#world, system, new Dice(this.#dice.seed()), `operator-${this.#calls++}`)
      const answer = yield* operator.ask(name, input)
      if (answer._tag === "Done" || answer._tag === "Defect") return
      yield* schedule.sleep(outside, 10_000)
    }
  }

  /** Lets the time pass until the operator has done everything. */
  async ended(): Promise<void> {
    const { schedule } = this.#world
    for (let waited = 0; !this.#done; waited++) {
      if (waited === 2_000) throw new Error("the deployment does not end")
      await schedule.advance(schedule.now + minute)
    }
  }

  /** Rewrites once more what slow nodes wrote behind the first batch. */
  async finish(): Promise<void> {
    const { schedule, outside } = this.#world
    this.#done = false
    const program = Effect.gen({ self: this }, function* () {
      for (const { collection } of this.#rollout.raises) yield* this.#rewrite(collection)
    })
    schedule.run(outside, program, () => (this.#done = true))
    await this.ended()
  }

  /** F16: no document is written ahead, none sinks, all are of the newest version in the end, and say what was told. */
  judge(log: ReadonlyArray<Entry>): ReadonlyArray<string> {
    const wrong: Array<string> = []
    const documents = new Map<string, JsonObject>()
    const writable = new Map<string, number>()
    const newest = new Map(this.#rollout.raises.map(({ collection, version }) => [collection, version]))
    for (const { events } of log) {
      for (const { collection, id, type, change } of events) {
        const { set, unset } = JSON.parse(change) as { readonly set: JsonObject; readonly unset: ReadonlyArray<string> }
        if (collection === "writable") writable.set(id, number(set["version"]))
        if (!newest.has(collection)) continue
        const key = `${collection}/${id}`
        const before = documents.get(key)
        const after: Record<string, Json> = { ...before, ...set }
        for (const field of unset) delete after[field]
        documents.set(key, after)
        if (type === "DocumentRewritten") this.#rolled.rewritten++
        const version = versionOf(after)
        if (version > (writable.get(collection) ?? 1))
          wrong.push(`F16 ${key} is written in version ${version}, too early`)
        if (before !== undefined && version < versionOf(before)) wrong.push(`F16 ${key} sinks to version ${version}`)
      }
    }
    for (const [key, document] of documents) {
      const version = newest.get(key.slice(0, key.indexOf("/"))) ?? 1
      if (versionOf(document) !== version) wrong.push(`F16 ${key} is still of version ${versionOf(document)}`)
    }
    const replies = new Map<string, JsonObject>()
    for (const [key, reply] of this.#world.acknowledged) replies.set(key, object(JSON.parse(reply) as Json))
    for (const what of this.#rollout.asks(replies, (key) => documents.get(key))) wrong.push(`F16 ${what}`)
    return wrong.slice(0, 50)
  }
}

const versionOf = (document: JsonObject): number =>
  document["$version"] === undefined ? 1 : number(document["$version"])
