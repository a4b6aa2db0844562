import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import { MinimumLogLevel } from "effect/References"
import { Scheduler } from "effect/Scheduler"
import { Chance, Clock } from "../../command/clock.ts"
import { Dice, seedOf } from "./dice.ts"
import type { Trace } from "./hash.ts"

/** Who does something: a node can die, and everything it was doing with it. */
export interface Owner {
  readonly name: string
  /** How often it has died. */
  life: number
  /** How far its clock is off, milliseconds. */
  offset: number
  /** It stands still until this instant: a pause of its garbage collector, a virtual machine that is moved. */
  frozenUntil: number
  /** What is told when it dies. */
  readonly mourners: Set<() => void>
}

export const owner = (name: string): Owner => ({ name, life: 0, offset: 0, frozenUntil: 0, mourners: new Set() })

interface Task {
  readonly of: Owner
  readonly life: number
  readonly label: string
  readonly run: () => void
}

interface Timer {
  readonly at: number
  readonly number: number
  readonly task: Task
}

/**
 * All that waits in a simulation, on one thread: tasks that could go on now, of which the dice pick the next, and timers.
 * Time stands while anything can go on.
 */
export class Schedule {
  now: number
  /** Ids, keys and nonces of the whole simulation. */
  readonly chance: Dice
  steps = 0
  /** How many answers are waited for that do not come by this schedule: of a real file, say. Nothing goes on before them. */
  foreign = 0
  /** How often a fiber was made to let the others go first. */
  preempted = 0
  /** Steps of any fiber until the next has to. */
  #left = Infinity
  readonly #preempts: number
  readonly #preemption: Dice
  readonly #turn: () => Promise<void>
  readonly #dice: Dice
  readonly #trace: Trace
  readonly #ready: Array<Task> = []
  readonly #timers: Array<Timer> = []
  #number = 0

  /**
   * @param preempts after how many steps, on average, a fiber has to let the others go first, wherever it is; 0: only where
   *   it waits
   * @param turn lets the host's own event loop turn once, for answers from outside
   */
  constructor(
    start: number,
    seed: number,
    trace: Trace,
    preempts: number,
    turn: () => Promise<void> = () => Promise.resolve()
  ) {
    this.now = start
    this.#preempts = preempts
    this.#preemption = new Dice(seedOf(seed, 7))
    this.#rearm()
    this.#turn = turn
    this.#dice = new Dice(seed)
    this.chance = new Dice(this.#dice.seed())
    this.#trace = trace
  }

  /** Kills an owner: nothing of what it was doing goes on. */
  kill(of: Owner): void {
    of.life++
    const told = [...of.mourners]
    of.mourners.clear()
    for (const mourn of told) mourn()
  }

  /** Does something when the owner's turn comes. */
  soon(of: Owner, label: string, run: () => void): void {
    const task = { of, life: of.life, label, run }
    if (of.frozenUntil > this.now) this.#later(of.frozenUntil, task)
    else this.#ready.push(task)
  }

  /** Does something at an instant, of which the simulation's own clock is asked. */
  at(instant: number, of: Owner, label: string, run: () => void): void {
    this.#later(Math.max(instant, this.now, of.frozenUntil), { of, life: of.life, label, run })
  }

  /** Lets the others go first, if the dice will. */
  pause(of: Owner, label: string): Effect.Effect<void> {
    return Effect.callback<void>((resume) => this.soon(of, label, () => resume(Effect.void)))
  }

  sleep(of: Owner, milliseconds: number): Effect.Effect<void> {
    return Effect.callback<void>((resume) =>
      this.at(this.now + Math.ceil(milliseconds), of, "wake", () => resume(Effect.void))
    )
  }

  /** Runs a program as an owner, on its clock; whatever it forks is scheduled here too. */
  run<A, E>(of: Owner, program: Effect.Effect<A, E>, ended: (exit: Exit.Exit<A, E>) => void): void {
    const { life } = of
    const fiber = Effect.runForkWith(this.#services(of))(program)
    fiber.addObserver((exit) => {
      if (of.life === life) ended(exit)
    })
  }

  /** From now on a fiber goes first until it waits: nobody turns to what is ready any more. */
  close(): void {
    this.#left = Infinity
  }

  #rearm(): void {
    if (this.#preempts > 0) this.#left = 1 + this.#preemption.below(2 * this.#preempts)
  }

  // Asked before every step of every fiber. What another process does, a storage or a partner, is one step of ours.
  #preempt(): boolean {
    if (this.foreign > 0 || --this.#left > 0) return false
    this.#rearm()
    this.preempted++
    return true
  }

  #services(of: Owner) {
    const time = () => this.now + of.offset
    const clock: Clock = {
      currentTimeMillisUnsafe: time,
      currentTimeMillis: Effect.sync(time),
      currentTimeNanosUnsafe: () => BigInt(time()) * 1_000_000n,
      currentTimeNanos: Effect.sync(() => BigInt(time()) * 1_000_000n),
      monotonicTimeNanosUnsafe: () => BigInt(this.now) * 1_000_000n,
      monotonicTimeNanos: Effect.sync(() => BigInt(this.now) * 1_000_000n),
      sleep: (duration) => this.sleep(of, Duration.toMillis(duration))
    }
    const scheduler: Scheduler = {
      executionMode: "sync",
      shouldYield: () => this.#preempt(),
      makeDispatcher: () => ({
        scheduleTask: (task) => this.soon(of, "fiber", task),
        // Nobody waits here in earnest: what is scheduled has its turn.
        flush: () => {}
      })
    }
    return Context.make(Clock, clock).pipe(
      Context.add(Chance, this.chance),
      Context.add(Scheduler, scheduler),
      // What goes wrong here is meant to: it is told by what the run finds, not in the log.
      Context.add(MinimumLogLevel, "None")
    )
  }

  /**
   * Lets everything go on until nothing can before an instant, which it then is.
   *
   * @returns whether that was so within so many steps
   */
  async advance(until: number, steps = 2_000_000): Promise<boolean> {
    for (let count = 0; count < steps; count++) {
      while (this.foreign > 0) await this.#turn()
      const task = this.#next(until)
      if (task === undefined) {
        this.now = Math.max(this.now, until)
        return true
      }
      if (task.of.life !== task.life) continue
      if (task.of.frozenUntil > this.now) {
        this.#later(task.of.frozenUntil, task)
        continue
      }
      this.steps++
      this.#trace.note(`${this.now} ${task.of.name} ${task.label}`)
      task.run()
    }
    return false
  }

  #next(until: number): Task | undefined {
    // What is due at one instant is due together: none of it goes before the others but by the dice.
    if (this.#ready.length === 0) {
      const [first] = this.#timers
      if (first === undefined || first.at > until) return undefined
      this.now = Math.max(this.now, first.at)
    }
    for (let [due] = this.#timers; due !== undefined && due.at <= this.now; [due] = this.#timers) {
      this.#ready.push(due.task)
      this.#drop()
    }
    const place = this.#dice.below(this.#ready.length)
    const task = this.#ready[place]
    const last = this.#ready.pop()
    if (last !== undefined && last !== task) this.#ready[place] = last
    return task
  }

  // A heap: the timer that goes off first is in front, of two the one that was set first.
  #later(at: number, task: Task): void {
    const timers = this.#timers
    const timer = { at, number: this.#number++, task }
    let place = timers.length
    timers.push(timer)
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = timers[parent]
      if (above === undefined || isBefore(above, timer)) break
      timers[place] = above
      place = parent
    }
    timers[place] = timer
  }

  #drop(): void {
    const timers = this.#timers
    const last = timers.pop()
    if (last === undefined || timers.length === 0) return
    let place = 0
    for (;;) {
      const left = timers[2 * place + 1]
      const right = timers[2 * place + 2]
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left
      if (child === undefined || isBefore(last, child)) break
      timers[place] = child
      place = child === left ? 2 * place + 1 : 2 * place + 2
    }
    timers[place] = last
  }
}

const isBefore = (left: Timer, right: Timer): boolean =>
  left.at < right.at || (left.at === right.at && left.number < right.number)
