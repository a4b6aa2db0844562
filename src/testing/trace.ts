import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import { ask, execute, failures, work } from "../command/index.ts"
import type { Actor, AnyCommand, AnyQuery } from "../command/index.ts"
import { isCommand, type Kernel, type Table } from "../shop/index.ts"
import { plain } from "../storage/laws/subject.ts"
import type { StorageError } from "../storage/errors.ts"
import { audit, type Question } from "../storage/audit.ts"
import { receiptsFor } from "../storage/rules.ts"
import { arbitrary } from "./arbitrary.ts"
import { Memory } from "./remember.ts"

/** A shop that traces are played on, with its own clock and chance. */
export interface Player {
  readonly kernel: Kernel
  /** Runs a program on this player's clock, with this player's chance. */
  readonly run: <A, E>(program: Effect.Effect<A, E>) => Promise<Exit.Exit<A, E>>
  /** Moves this player's clock. */
  readonly wait: (milliseconds: number) => void
  /**
   * Lets something happen outside, chosen by a number: a buyer pays, a callback arrives, a parcel is scanned. Its answer is
   * compared like a reply.
   */
  readonly world: (choice: number) => Effect.Effect<unknown, unknown>
}

/** How traces are drawn. */
export interface TraceOptions {
  readonly seed: number
  readonly turns: number
  readonly actors: ReadonlyArray<Actor>
  /** What fields of these names are often drawn from. */
  readonly words?: Readonly<Record<string, ReadonlyArray<unknown>>>
  /** How often an entry of the table is drawn, by its name; default 1. */
  readonly weights?: Readonly<Record<string, number>>
  /** What is drawn every other time after an entry was acknowledged, by its name. */
  readonly follows?: Readonly<Record<string, string>>
  /** Steps of the clock, in milliseconds, drawn from at every turn. */
  readonly steps: ReadonlyArray<number>
  /** What else the state must answer for at the end; see {@link audit}. */
  readonly questions?: ReadonlyArray<Question>
}

/** What a trace did. */
export interface Traced {
  readonly seed: number
  readonly acknowledged: number
  readonly repeated: number
  readonly answered: number
  /** How often each entry was acknowledged, by name. */
  readonly done: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  /** What went wrong, in sentences; none if the players cannot be told apart and each kept its word. */
  readonly wrong: ReadonlyArray<string>
}

/** One call. */
interface Call {
  readonly entry: AnyCommand | AnyQuery
  readonly actor: Actor
  readonly input: unknown
  readonly key: string | undefined
}

const dice = fc.record({
  kind: fc.nat(99),
  actor: fc.nat(1_000_000),
  entry: fc.nat(1_000_000),
  step: fc.nat(1_000_000),
  world: fc.nat(1_000_000),
  seed: fc.nat(2_000_000_000)
})

/**
 * Draws commands from the table of a shop and gives them to every player alike: ids that exist are drawn where an input
 * refers to a collection, keys are repeated and reused, time steps on, intents are carried. Then all is compared.
 *
 * Law: all players give equal replies and refusals and end in equal states (L61); a refusal is one that the entry declares
 * and leaves no trace (L39); a repeated key has the first reply and no effect (L38); and the log of each passes the audit.
 */
export const playTrace = async (players: ReadonlyArray<Player>, options: TraceOptions): Promise<Traced> => {
  const [first] = players
  if (first === undefined) throw new TypeError("a trace needs a player")
  const trace = new Trace(players, first, options)
  await trace.look()
  for (const turn of fc.sample(dice, { seed: options.seed, numRuns: options.turns })) await trace.turn(turn)
  await trace.close()
  return trace.told()
}

type Turn = typeof dice extends fc.Arbitrary<infer A> ? A : never

class Trace {
  readonly #players: ReadonlyArray<Player>
  readonly #first: Player
  readonly #options: TraceOptions
  readonly #entries: ReadonlyArray<AnyCommand | AnyQuery>
  readonly #memory = new Memory()
  readonly #wrong: Array<string> = []
  readonly #done: Record<string, number> = {}
  readonly #refused: Record<string, number> = {}
  /** What was acknowledged under a key, and when by the clocks of this trace. */
  readonly #former: Array<{ readonly call: Call; readonly answer: string; readonly at: number }> = []
  #waited = 0
  #next: string | undefined
  #repeated = 0
  #answered = 0
  #number = 0

  constructor(players: ReadonlyArray<Player>, first: Player, options: TraceOptions) {
    this.#players = players
    this.#first = first
    this.#options = options
    const all = Object.values<Table[string]>({ ...first.kernel.table }).flatMap((domain) => Object.values(domain))
    this.#entries = all.flatMap((entry) =>
      Array.from({ length: Math.round(4 * (options.weights?.[entry.name] ?? 1)) }, () => entry)
    )
  }

  told(): Traced {
    const { seed } = this.#options
    const acknowledged = Object.values(this.#done).reduce((sum, count) => sum + count, 0)
    const repeated = this.#repeated
    return {
      seed,
      acknowledged,
      repeated,
      answered: this.#answered,
      done: this.#done,
      refused: this.#refused,
      wrong: this.#wrong
    }
  }

  /** Learns what the log says since the last look; answers how many commits that is. */
  async look(): Promise<number> {
    const storage = this.#first.kernel.engine.storage
    let commits = 0
    for (;;) {
      const page = await done(this.#first, storage.events(this.#memory.position, 1000))
      if (page.length === 0) return commits
      commits += page.length
      for (const entry of page) this.#memory.take(entry)
    }
  }

  async turn(turn: Turn): Promise<void> {
    this.#number++
    const { steps } = this.#options
    const step = steps[turn.step % steps.length] ?? 0
    this.#waited += step
    for (const player of this.#players) player.wait(step)
    if (turn.kind < 10) return this.#work()
    if (turn.kind < 25) {
      await this.#compare("the world", (player) => player.world(turn.world))
      await this.look()
      return
    }
    const former = turn.kind < 35 ? this.#remembered(turn.entry) : undefined
    if (former === undefined) return this.#fresh(this.#draw(turn))
    if (turn.kind < 32) return this.#again(former)
    const { entry, actor, key, input } = former.call
    const other = this.#drawInput(entry, turn.seed)
    return plain(other.input) === plain(input) ? this.#again(former) : this.#fresh({ ...other, actor, key })
  }

  /** One of the calls whose receipts are still kept. */
  #remembered(choice: number) {
    const kept = this.#former.filter(({ at }) => this.#waited - at < receiptsFor)
    return kept[choice % kept.length]
  }

  #draw(turn: Turn): Call {
    const { actors } = this.#options
    const following = turn.seed % 4 < 2 ? this.#entries.find(({ name }) => name === this.#next) : undefined
    const entry = following ?? this.#entries[turn.entry % this.#entries.length]
    const actor = actors[turn.actor % actors.length]
    if (entry === undefined || actor === undefined) throw new TypeError("a trace needs actors and a table")
    const key = turn.seed % 2 === 0 && isCommand(entry) ? `turn-${this.#options.seed}-${this.#number}` : undefined
    return { ...this.#drawInput(entry, turn.seed), actor, key }
  }

  #drawInput(entry: AnyCommand | AnyQuery, seed: number): Pick<Call, "entry" | "input"> {
    // Now the newest alone, so that what belongs together is found together, now some of the latest.
    const existing = (collection: string) => this.#memory.ids(collection, seed % 3 === 0 ? 8 : 1)
    const drawn = arbitrary({ ast: entry.input.ast, Type: undefined }, { existing })
    const [input] = fc.sample(seed % 5 === 0 ? drawn : fc.noBias(drawn), { seed, numRuns: 1 })
    return { entry, input: seed % 7 === 0 ? input : this.#memory.fit(input, this.#options.words ?? {}, seed) }
  }

  async #fresh(call: Call): Promise<void> {
    const { entry, key } = call
    const { answer, exit } = await this.#compare(this.#name(call), (player) => perform(player, call))
    const commits = await this.look()
    if (Exit.isSuccess(exit)) {
      this.#done[entry.name] = (this.#done[entry.name] ?? 0) + 1
      this.#memory.hear(exit.value)
      this.#next = this.#options.follows?.[entry.name]
      if (commits !== (isCommand(entry) ? 1 : 0)) this.#say(call, `was acknowledged with ${commits} commits`)
      if (key !== undefined) this.#former.push({ call, answer, at: this.#waited })
      return
    }
    if (commits > 0) this.#say(call, `was refused with ${answer} and left ${commits} commits`)
    const tag = tagOf(exit)
    // What a caller can bring about at a storage: a page after nothing real, and what is larger than it takes.
    const brought = ["BadCursor", "TooLarge"].find((reason) => answer.includes(`"reason":"${reason}"`))
    if (brought !== undefined) return this.#count(brought)
    if (tag === undefined) return this.#say(call, `is a defect: ${Cause.pretty(exit.cause)}`)
    this.#count(tag)
    if (!declared(this.#first.kernel, entry).has(tag)) this.#say(call, `was refused with ${answer}, undeclared`)
  }

  #count(tag: string): void {
    this.#refused[tag] = (this.#refused[tag] ?? 0) + 1
  }

  async #again({ call, answer }: { readonly call: Call; readonly answer: string }): Promise<void> {
    this.#repeated++
    const told = await this.#compare(this.#name(call), (player) => perform(player, call))
    if (told.answer !== answer) this.#say(call, `was answered with ${answer}, and again with ${told.answer}`)
    if ((await this.look()) > 0) this.#say(call, "had a second effect under the same key")
  }

  async #work(): Promise<void> {
    const carry = (player: Player) =>
      Effect.gen(function* () {
        const failed: Array<unknown> = []
        let answered = 0
        // One at a time, so that the order of commits is the order of the loans.
        for (let round = 0; round < 100; round++) {
          const one = yield* work(player.kernel.engine, player.kernel.errands, { limit: 1 })
          if (one.answered === 0 && one.failed.length === 0) break
          answered += one.answered
          failed.push(...one.failed)
        }
        return { answered, failed }
      })
    const { exit } = await this.#compare("the worker", carry)
    if (Exit.isSuccess(exit)) {
      this.#answered += exit.value.answered
      for (const one of exit.value.failed) this.#wrong.push(`${this.#number}: an errand failed: ${plain(one)}`)
    }
    await this.look()
  }

  /** Has every player do the same, and tells what the first answered. */
  async #compare<A, E>(name: string, act: (player: Player) => Effect.Effect<A, E>) {
    const exit = await this.#first.run(act(this.#first))
    const answer = wording(exit)
    for (const player of this.#players.slice(1)) {
      const other = wording(await player.run(act(player)))
      if (other !== answer) this.#wrong.push(`${this.#number}: ${name}: ${answer} and ${other}`)
    }
    return { exit, answer }
  }

  async close(): Promise<void> {
    const states: Array<Readonly<Record<string, string>>> = []
    for (const player of this.#players) {
      const { storage } = player.kernel.engine
      const { violations } = await done(player, audit(storage, this.#options.questions ?? []))
      this.#wrong.push(...violations)
      states.push(await done(player, Memory.whole(storage)))
    }
    const [first = {}] = states
    for (const other of states.slice(1)) {
      for (const [name, said] of Object.entries(other)) {
        if (said === first[name]) continue
        this.#wrong.push(`the end: equal answers, but not equal ${name}: ${parting(first[name] ?? "", said)}`)
      }
    }
  }

  #name({ entry, actor, input, key }: Call): string {
    return `${entry.name} by ${actor.id}${key === undefined ? "" : ` under ${key}`} with ${plain(input)}`
  }

  #say(call: Call, what: string): void {
    this.#wrong.push(`${this.#number}: ${this.#name(call)} ${what}`)
  }
}

const perform = ({ kernel: { engine } }: Player, { entry, actor, input, key }: Call) =>
  isCommand(entry)
    ? Effect.map(execute(engine, entry, input, { actor, key }), ({ reply }): unknown => reply)
    : Effect.map(ask(engine, entry, input, { actor }), (reply): unknown => reply)

/** Two texts from a little before where they part. */
const parting = (left: string, right: string): string => {
  let same = 0
  while (same < left.length && left[same] === right[same]) same++
  const from = Math.max(0, same - 120)
  return `${left.slice(from, same + 80)} and ${right.slice(from, same + 80)}`
}

const done = async <A>(player: Player, program: Effect.Effect<A, StorageError>): Promise<A> => {
  const exit = await player.run(program)
  if (Exit.isFailure(exit)) throw new Error(Cause.pretty(exit.cause))
  return exit.value
}

const tagOf = (exit: Exit.Exit<unknown, unknown>): string | undefined => {
  if (Exit.isSuccess(exit)) return undefined
  const [reason] = exit.cause.reasons
  if (reason?._tag !== "Fail") return undefined
  const fact = reason.error
  return typeof fact === "object" && fact !== null && "_tag" in fact ? String(fact._tag) : undefined
}

const wording = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return plain(exit.value) ?? "nothing"
  const [reason] = exit.cause.reasons
  return reason?._tag === "Fail" ? plain(reason.error) : `a defect: ${Cause.pretty(exit.cause)}`
}

// A caller who is alone has nobody to contend with: these say that a rule decided what storage could not carry out.
const alone = new Set([
  "Contention",
  "Taken",
  "AlreadyExists",
  "AlreadyDone",
  "StorageError",
  "VaultError",
  "ClockSkew"
])

const declared = (kernel: Kernel, entry: AnyCommand | AnyQuery): ReadonlySet<string> => {
  const schemas = [...(isCommand(entry) ? [...entry.refusals, ...kernel.refusals] : []), ...failures]
  const tags = schemas.map(({ ast }) => String(ast.annotations?.["identifier"]))
  return new Set(tags.filter((tag) => !alone.has(tag)))
}
