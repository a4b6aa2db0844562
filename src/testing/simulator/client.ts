import * as Effect from "effect/Effect"
import type { Actor } from "../../command/index.ts"
import { canonical, type Json } from "../../kernel/json.ts"
import { isCommand } from "../../shop/index.ts"
import type { Dice } from "./dice.ts"
import type { Answer, World } from "./world.ts"

/** What a caller is told that may be otherwise the next time. */
const passing = new Set(["StorageError", "Contention", "VaultError", "ClockSkew", "VersionAhead"])

/** How often a caller asks before it gives up, and how often once nothing fails any more. */
const patience = 12

/** Somebody who calls the shop, under keys of their own, and tries again as a careful program does. */
export class Client {
  readonly actor: Actor
  readonly dice: Dice
  readonly #world: World
  readonly name: string
  #calls = 0

  /** @param name tells the keys of one script from those of another */
  constructor(world: World, actor: Actor, dice: Dice, name: string) {
    this.#world = world
    this.actor = actor
    this.dice = dice
    this.name = name
  }

  /** Calls an entry of the table. `undefined`: it was refused, or the caller gave up. */
  readonly call = (name: string, input: unknown): Effect.Effect<Json | undefined> =>
    Effect.map(this.ask(name, input), (answer) => (answer._tag === "Done" ? answer.reply : undefined))

  /** Whether a command is done; asked for until that is known, as by somebody who has the goods in hand. */
  readonly insist = (name: string, input: unknown): Effect.Effect<boolean> =>
    Effect.map(this.ask(name, input, Infinity), (answer) => answer._tag === "Done")

  readonly ask = Effect.fnUntraced(
    { self: this as Client },
    function* (name: string, input: unknown, most = patience): Effect.fn.Return<Answer> {
      const world = this.#world
      const [node] = world.nodes
      if (node === undefined) return { _tag: "Lost" }
      const command = isCommand(world.entry(node, name))
      const key = command ? `${this.name}-${this.#calls++}` : undefined
      let doubtful = false
      let answer: Answer = { _tag: "Lost" }
      for (let tries = 0; tries < most; tries++) {
        answer = yield* world.ask(this.actor, name, input, key)
        if (answer._tag === "Done") {
          this.#done(name, answer, command)
          if (command && this.dice.happens(0.03)) yield* this.#again(name, input, answer)
          return answer
        }
        if (answer._tag === "Defect") {
          world.wrong.push(`DEFECT ${name} by ${this.actor.id}: ${answer.why}`)
          return answer
        }
        if (answer._tag === "Refused" && !passing.has(answer.refusal._tag)) break
        // Whoever was not answered does not know; whoever was told of trouble knows that nothing was done.
        if (answer._tag === "Lost" || answer.refusal._tag === "Contention") doubtful = true
        yield* world.schedule.sleep(world.outside, 200 + this.dice.delay(20_000))
      }
      if (answer._tag === "Refused") {
        const { _tag } = answer.refusal
        world.refusals[_tag] = (world.refusals[_tag] ?? 0) + 1
        world.note("refusal", this.actor.id, `${name}: ${_tag}`)
        if (command && !doubtful && !passing.has(_tag)) world.refused.add(`${name}/${this.actor.id}/${key}`)
      }
      return answer
    }
  )

  #done(name: string, answer: Extract<Answer, { _tag: "Done" }>, command: boolean): void {
    const world = this.#world
    world.done[name] = (world.done[name] ?? 0) + 1
    if (!command) return
    world.note("reply", this.actor.id, `${name}: done`)
    world.acknowledged.set(answer.key, canonical(answer.reply))
  }

  /** Sends the same call once more, as a browser does that lost its page. */
  readonly #again = Effect.fnUntraced(
    { self: this as Client },
    function* (name: string, input: unknown, first: Extract<Answer, { _tag: "Done" }>) {
      const world = this.#world
      const key = first.key.slice(first.key.lastIndexOf("/") + 1)
      const second = yield* world.ask(this.actor, name, input, key)
      if (second._tag !== "Done") return
      const told = canonical(second.reply)
      world.repeated++
      if (told !== world.acknowledged.get(first.key))
        world.wrong.push(`L38 ${first.key} had another reply the second time`)
    }
  )
}
