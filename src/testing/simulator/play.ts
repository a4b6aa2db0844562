import * as Effect from "effect/Effect"
import { system } from "../../command/index.ts"
import type { Entry, Waiting } from "../../storage/model.ts"
import { audit } from "../../storage/audit.ts"
import { shopQuestions } from "../../shop/questions.ts"
import { type Bookkept, keepBooks } from "./bookkeeper/bookkeeper.ts"
import type { Presales, Staffed, Virtuals } from "./bookkeeper/told.ts"
import { Client } from "./client.ts"
import { Dice, seedOf } from "./dice.ts"
import { firstDeliveries, furniture } from "./furniture.ts"
import type { Plan } from "./plan.ts"
import type { Counter } from "./counter.ts"
import { perform } from "./scripts.ts"
import { deliver } from "./post.ts"
import { Tidying } from "./tidy.ts"
import type { Rolled } from "./release.ts"
import { Deployment } from "./rollout.ts"
import { beginning, type Ground, type Noted, World } from "./world.ts"

/** How a run ended. */
export interface Played {
  readonly seed: number
  /** What is wrong, in sentences that begin with the law they break. None, in a sound shop. */
  readonly violations: ReadonlyArray<string>
  /** Equal for equal plans. */
  readonly hash: string
  readonly checkouts: number
  readonly commits: number
  readonly steps: number
  /** How often a fiber was made to let the others go first. */
  readonly preempted: number
  /** From the first commit to the last, milliseconds of the simulation. */
  readonly virtual: number
  readonly fired: Readonly<Record<string, number>>
  /** How many subjects each law had to act on. */
  readonly acted: Readonly<Record<string, number>>
  /** What presales came to. */
  readonly presales: Presales
  readonly done: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  /** Intents that were given up after their last try and that the staff did not see to. */
  readonly parked: number
  /** What the staff did about intents that were given up. */
  readonly staffed: Staffed
  /** What became of virtual goods. */
  readonly virtuals: Virtuals
  /** What happened in a rolling deployment, if there was one. */
  readonly rolled?: Rolled
  readonly log: ReadonlyArray<Entry>
  /** What happened, for people; empty unless it was asked for. */
  readonly notes: ReadonlyArray<Noted>
}

const minute = 60_000

/** How long the people of a simulation are at it after the last has come, in milliseconds. */
const after = 90 * minute

/** Plays a plan: the doors open, all goes wrong that will, then nothing does any more, and what is left is looked at. */
export const play = async (plan: Plan, ground: Ground = {}, noting = false): Promise<Played> => {
  const world = new World(plan, seedOf(plan.seed, 3), ground, noting)
  await world.open(plan.nodes)
  try {
    return await new Run(
      plan,
      world,
      ground.rollout && new Deployment(world, ground.rollout, seedOf(plan.seed, 4))
    ).whole()
  } finally {
    await world.close()
  }
}

class Run {
  readonly #plan: Plan
  readonly #world: World
  readonly #counter: Counter
  readonly #deployment: Deployment | undefined

  constructor(plan: Plan, world: World, deployment: Deployment | undefined) {
    this.#plan = plan
    this.#deployment = deployment
    this.#world = world
    this.#counter = {
      world,
      orders: [],
      sent: [],
      cards: new Map(),
      deliveries: [...firstDeliveries(plan.scarcity, plan.presale)],
      boxes: new Map(),
      checkouts: 0
    }
  }

  async whole(): Promise<Played> {
    await this.#furnish()
    await this.#sell()
    const rested = await this.#rest()
    if (this.#deployment === undefined) return this.#tell(rested)
    await this.#deployment.finish()
    return this.#tell((await this.#rest()) && rested)
  }

  async #furnish(): Promise<void> {
    const { faults, schedule, outside } = this.#world
    faults.over = true
    const owner = new Client(this.#world, system, new Dice(1), "furnish")
    const program = Effect.gen({ self: this }, function* () {
      for (const { name, input } of furniture(this.#plan.scarcity, this.#plan.presale)) yield* owner.call(name, input)
      for (const delivery of this.#counter.deliveries) yield* owner.call("inventory.receive", delivery)
    })
    let open = false
    schedule.run(outside, program, () => (open = true))
    await schedule.advance(schedule.now + minute)
    if (!open) throw new Error("the simulated shop cannot be furnished")
    faults.over = false
  }

  async #sell(): Promise<void> {
    const world = this.#world
    const { schedule, outside, faults, nodes } = world
    const begun = schedule.now
    for (const node of nodes) {
      if (faults.strikes("F12", `the clock of ${node.owner.name} is off`, 25))
        node.owner.offset = faults.dice.below(8_000) - 4_000
      world.works(node)
    }
    this.#plan.acts.forEach((act, number) => {
      schedule.at(begun + act.after, outside, act.kind, () =>
        schedule.run(outside, perform(this.#counter, act, number), () => undefined)
      )
    })
    const last = this.#plan.acts.at(-1)?.after ?? 0
    const until = begun + last + after
    this.#listen(until)
    this.#jump(until)
    this.#deployment?.begin(last)
    await schedule.advance(until)
    await this.#deployment?.ended()
  }

  // Webhooks: what was not acknowledged is told again.
  #listen(until: number): void {
    const world = this.#world
    const { schedule, outside, carriers, faults } = world
    const every = 15_000
    const round = Effect.gen(function* () {
      yield* deliver(world)
      for (const carrier of carriers) {
        for (const { shipment, state } of yield* carrier.parcels) {
          if (state === "cancelled" || !faults.dice.happens(0.01)) continue
          yield* carrier.advance(shipment, faults.dice.pick(["pickedUp", "inTransit", "outForDelivery", "delivered"]))
        }
      }
      if (schedule.now < until) schedule.at(schedule.now + every, outside, "post", begin)
    })
    const begin = (): void => schedule.run(outside, round, () => undefined)
    begin()
  }

  // Clocks jump, and are set right again.
  #jump(until: number): void {
    const { schedule, outside, faults, nodes } = this.#world
    const look = (): void => {
      for (const { owner } of nodes) {
        if (Math.abs(owner.offset) > 4_000) owner.offset = 0
        else if (faults.strikes("F12", `the clock of ${owner.name} jumps`)) {
          owner.offset = faults.dice.pick([-3_600_000, -6_000, -5_001, -5_000, 5_000, 5_001, 6_000, 3_600_000])
        }
      }
      if (schedule.now < until) schedule.at(schedule.now + minute, outside, "clocks", look)
    }
    look()
  }

  /** Faults off; everybody starts anew, and time goes on as long as anything waits. Answers whether it came to rest. */
  async #rest(): Promise<boolean> {
    const world = this.#world
    const { schedule, faults, nodes, outside } = world
    faults.over = true
    for (const { owner } of nodes) {
      owner.offset = 0
      owner.frozenUntil = 0
      owner.mourners.clear()
      schedule.kill(owner)
    }
    const [node] = nodes
    if (node === undefined) return false
    let calm = 0
    const tidying = new Tidying(world, this.#counter.boxes)
    // In every other run no callback comes through any more, and asking has to do.
    const deaf = this.#plan.seed % 2 === 1
    for (let round = 0; round < 1500; round++) {
      let worked = 0
      const program = Effect.gen(function* () {
        worked = yield* tidying.round()
        if (!deaf) worked += yield* deliver(world)
        const carried = yield* world.work(node, 100_000)
        worked += carried.answered + carried.failed.length
      })
      let ended = false
      schedule.run(outside, Effect.exit(program), () => (ended = true))
      if (!(await schedule.advance(schedule.now)) || !ended) await schedule.advance(schedule.now + minute)
      const waiting = awaited(await this.#waiting())
      if (waiting.length === 0 && worked === 0 && ++calm === 3) return true
      if (waiting.length > 0 || worked > 0) calm = 0
      const next = waiting.reduce((least, { due }) => Math.min(least, due), Infinity)
      const hour = schedule.now + 60 * minute
      // Where nothing waits, three days more: as long as the outside world may take.
      await schedule.advance(waiting.length > 0 ? Math.max(hour, next) : hour + 24 * 60 * minute)
    }
    return false
  }

  async #waiting(): Promise<ReadonlyArray<Waiting>> {
    return Effect.runPromise(this.#world.storage.waiting(100_000))
  }

  async #tell(rested: boolean): Promise<Played> {
    const world = this.#world
    const { storage, faults, schedule, trace } = world
    const log: Array<Entry> = []
    const { parked, audited, books } = await Effect.runPromise(
      Effect.gen({ self: this }, function* () {
        for (;;) {
          const page = yield* storage.events(log.length, 1000)
          if (page.length === 0) break
          log.push(...page)
        }
        const waiting = yield* storage.waiting(100_000)
        const gateways = yield* Effect.forEach(world.gateways, (one) =>
          Effect.map(one.book, (book) => ({ name: one.name, book }))
        )
        const carriers = yield* Effect.forEach(world.carriers, (one) =>
          Effect.map(one.parcels, (parcels) => ({ name: one.name, parcels }))
        )
        const audited = yield* audit(storage, shopQuestions)
        return {
          parked: waiting.filter(({ state }) => state === "parked"),
          audited,
          books: { gateways, carriers, deliveries: this.#counter.deliveries, boxes: this.#counter.boxes, waiting }
        }
      })
    )
    const kept: Bookkept = keepBooks(log, {
      ...books,
      acknowledged: world.acknowledged,
      refused: world.refused,
      quiet: rested
    })
    const violations = [
      ...world.wrong,
      ...(this.#deployment?.judge(log) ?? []),
      ...kept.violations,
      ...audited.violations.map((wrong) => `AUDIT ${wrong}`),
      ...(rested
        ? []
        : [
            `L40 the shop does not come to rest: ${books.waiting.map(({ kind, state, tries }) => `${kind} ${state} ${tries}`).join(", ")}`
          ])
    ]
    for (const { key, events, lines } of log) {
      trace.note(key)
      for (const { change } of events) trace.note(change)
      for (const { transfer, kind, amount } of lines) trace.note(`${kind} ${transfer} ${amount}`)
    }
    return {
      seed: this.#plan.seed,
      violations,
      hash: trace.hash,
      checkouts: this.#counter.checkouts,
      commits: log.length,
      steps: schedule.steps,
      preempted: schedule.preempted,
      virtual: (log.at(-1)?.at ?? beginning) - beginning,
      fired: faults.fired,
      acted: { ...kept.acted, L38: (kept.acted["L38"] ?? 0) + world.repeated },
      presales: kept.presales,
      done: world.done,
      refused: world.refusals,
      parked: parked.length,
      staffed: kept.staffed,
      virtuals: kept.virtuals,
      ...(world.witness === undefined ? {} : { rolled: world.witness.rolled }),
      log,
      notes: world.notes
    }
  }
}

/** What will be tried again by itself: in a lane that is held up by a parked intent nothing is, until people see to it. */
const awaited = (waiting: ReadonlyArray<Waiting>): ReadonlyArray<Waiting> => {
  const held = new Set(waiting.flatMap(({ lane, state }) => (state === "parked" ? [lane] : [])))
  return waiting.filter(({ lane }) => !held.has(lane))
}
