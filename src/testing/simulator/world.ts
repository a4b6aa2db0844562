import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { type Actor, type AnyCommand, type AnyQuery, work } from "../../command/index.ts"
import type { Json } from "../../kernel/json.ts"
import type { MemoryCarrier } from "../../memory/carrier.ts"
import type { MemoryGateway } from "../../memory/gateway.ts"
import { memory } from "../../memory/storage.ts"
import { call, type Kernel, openKernel, type ShopOptions, type Table } from "../../shop/index.ts"
import type { Commit, Committed, Found, Wants } from "../../storage/model.ts"
import type { Adapter, Storage } from "../../storage/ports.ts"
import { Trace } from "./hash.ts"
import { carrierFrom, gatewayFrom, simulatedCarrier, simulatedGateway, simulatedVault } from "./partners.ts"
import { type FaultKind, Faults, type Rates } from "./rates.ts"
import { type Program, type Release, type Rollout, Witness } from "./release.ts"
import { type Owner, owner, Schedule } from "./schedule.ts"
import { alone, faultyStorage } from "./storage.ts"

/** When every simulation begins, in milliseconds: 2027-01-15 in Shanghai. */
export const beginning = 1_800_000_000_000

/** What a simulation runs on. */
export interface Ground {
  /** Absent: memory. It is told the simulation's clock, which its own must be. */
  readonly storage?: (clock: () => number) => Adapter
  /** Lets the event loop turn once, for a storage that answers by it: `() => new Promise((done) => setImmediate(done))`. */
  readonly turn?: () => Promise<void>
  /** What the host adds to a shop: its own promotions are furnished, its vetoes and reactions are told here. */
  readonly host?: ShopOptions["host"]
  /** Another release that follows this one in the midst of the run: two versions on one log. */
  readonly rollout?: Rollout
}

/** One line of what happened, for people. */
export interface Noted {
  readonly at: number
  readonly who: string
  readonly kind: "call" | "reply" | "refusal" | "lost" | "fault" | "partner" | "commit" | "world"
  readonly what: string
}

/** A server of the shop. */
export interface Node {
  readonly owner: Owner
  /** What it runs, and ran last while it does not serve. */
  kernel: Kernel
  release: Release
  /** Not while one release is replaced by another. */
  serves: boolean
  /** Begins its worker anew when it comes back from a death. */
  revive?: () => void
}

/** By one of them all can be paid that was quoted, by the other not. */
const gateways = [
  { name: "sandbox", methods: ["sandbox"] },
  { name: "harbour", methods: ["harbour", "sandbox"] }
]

/** How long a worker waits before it looks again, in milliseconds. */
const workEvery = 20_000

/** The program that the simulation itself is a part of. */
const former: Program = { openKernel, call, work }

/** How a call ended for its caller. `Lost`: nobody answered, and it may have been done or not. */
export type Answer =
  | { readonly _tag: "Done"; readonly reply: Json; readonly key: string }
  | { readonly _tag: "Refused"; readonly refusal: { readonly _tag: string } & Readonly<Record<string, unknown>> }
  | { readonly _tag: "Lost" }
  | { readonly _tag: "Defect"; readonly why: string }

/** What of a plan a world is made by. */
interface Drawn {
  readonly rates: Rates
  readonly preempts: number
  readonly parks: boolean
}

/**
 * How often one request fails at most before it gets through, where nothing is to be parked: what is never answered waits
 * for people in the end.
 */
const mostFailures = 3

/** A whole shop with everybody it deals with, on one schedule. */
export class World {
  readonly schedule: Schedule
  readonly trace = new Trace()
  readonly faults: Faults
  readonly notes: Array<Noted> = []
  readonly nodes: Array<Node> = []
  readonly gateways: ReadonlyArray<MemoryGateway>
  readonly carriers: ReadonlyArray<MemoryCarrier>
  /** Replies that callers were given, by the full key of the commit. */
  readonly acknowledged = new Map<string, string>()
  /** Full keys of calls that a rule refused, and that were never done before. */
  readonly refused = new Set<string>()
  readonly refusals: Record<string, number> = {}
  readonly done: Record<string, number> = {}
  repeated = 0
  readonly wrong: Array<string> = []
  readonly outside = owner("world")
  readonly #known = new Map<string, Array<string>>()
  readonly #seen = new Set<string>()
  /** Of a rolling deployment, if there is one. */
  readonly witness: Witness | undefined
  #storage: Storage | undefined
  #optionsOf: (node: Owner) => ShopOptions = () => {
    throw new Error("the shop is not open")
  }
  readonly #scope = Effect.runSync(Scope.make())
  readonly #ground: Ground
  readonly #noting: boolean
  readonly #parks: boolean

  constructor({ rates, preempts, parks }: Drawn, seed: number, ground: Ground, noting: boolean) {
    this.#ground = ground
    this.witness = ground.rollout && new Witness(ground.rollout)
    this.#noting = noting
    this.#parks = parks
    this.schedule = new Schedule(beginning, seed, this.trace, preempts, ground.turn)
    this.faults = new Faults(
      rates,
      seed ^ 0x5f17,
      () => this.schedule.now,
      (kind: FaultKind, where) => this.note("fault", kind, where)
    )
    const partner = (name: string, verb: string, id: string, fate: string) =>
      this.note("partner", name, `${verb} ${id}: ${fate}`)
    const most = parks ? Infinity : mostFailures
    this.gateways = gateways.map((gateway) => simulatedGateway(gateway, this.schedule, this.faults, partner, most))
    this.carriers = ["slowboat"].map((name) => simulatedCarrier(name, this.schedule, this.faults, partner, most))
  }

  note(kind: Noted["kind"], who: string, what: string): void {
    this.trace.note(`${kind} ${who} ${what}`)
    if (this.#noting) this.notes.push({ at: this.schedule.now, who, kind, what })
  }

  /** The storage itself, without faults. */
  get storage(): Storage {
    if (this.#storage === undefined) throw new Error("the shop is not open")
    return this.#storage
  }

  /** Opens the shop on so many nodes. */
  async open(count: number): Promise<void> {
    const { schedule, faults, gateways, carriers } = this
    const clock = () => schedule.now
    const adapter = (this.#ground.storage ?? ((now) => memory({ clock: now })))(clock)
    const vault = simulatedVault(faults)
    const releaseOf = (node: Owner): Release => this.nodes.find((one) => one.owner === node)?.release ?? "former"
    const commits = {
      dies: (node: Owner) => this.#die(node),
      givenUp: (node: Owner) => this.#giveUp(node),
      stands: (node: Owner, { reason, actor, writes }: Commit, { position }: Committed) => {
        this.note("commit", node.name, `${position} ${reason} by ${actor}`)
        for (const { collection, id } of writes) this.#learn(collection, id)
        this.witness?.wrote(releaseOf(node), writes)
      },
      spares: !this.#parks,
      reads: (node: Owner, wants: Wants, found: Found) => this.witness?.read(releaseOf(node), wants, found)
    }
    this.#optionsOf = (node) => ({
      storage: {
        name: adapter.name,
        open: (collections) =>
          Effect.map(alone(schedule, adapter.open(collections)), (storage) => {
            this.#storage ??= storage
            return faultyStorage(storage, node, schedule, faults, commits)
          })
      },
      vault,
      gateways: gateways.map((gateway) => gatewayFrom(node, gateway, schedule)),
      carriers: carriers.map((carrier) => carrierFrom(node, carrier, schedule)),
      ...(this.#ground.host === undefined ? {} : { host: this.#ground.host })
    })
    for (let number = 0; number < count; number++) {
      const node = owner(`node-${number + 1}`)
      const opened = await Effect.runPromiseExit(Scope.provide(former.openKernel(this.#optionsOf(node)), this.#scope))
      if (Exit.isFailure(opened)) throw new Error("the simulated shop does not open")
      this.nodes.push({ owner: node, kernel: opened.value, release: "former", serves: true })
    }
  }

  #program({ release }: Node): Program {
    return release === "next" ? (this.#ground.rollout?.next ?? former) : former
  }

  /** Ends a node, and starts it anew with another release a while later, as often as that cannot be opened. */
  replace(node: Node, release: Release, after: number): Effect.Effect<void> {
    const { schedule, outside } = this
    const { owner: of } = node
    return Effect.callback<void>((resume) => {
      const open = (): void => {
        const opening = Scope.provide(this.#program(node).openKernel(this.#optionsOf(of)), this.#scope)
        schedule.run(of, opening, (exit) => {
          if (Exit.isFailure(exit)) return schedule.at(schedule.now + 1_000, of, "open", open)
          node.kernel = exit.value
          node.serves = true
          this.note("world", of.name, `serves the ${release} release`)
          this.works(node)
          schedule.soon(outside, "serves", () => resume(Effect.void))
        })
      }
      this.note("world", of.name, `makes room for the ${release} release`)
      node.serves = false
      node.release = release
      if (node.revive !== undefined) of.mourners.delete(node.revive)
      schedule.kill(of)
      of.frozenUntil = schedule.now + after
      schedule.at(of.frozenUntil, of, "open", open)
    })
  }

  async close(): Promise<void> {
    this.schedule.close()
    await Effect.runPromise(Scope.close(this.#scope, Exit.void))
  }

  /** The ids that exist in a collection, in the order in which they came to be. */
  ids(collection: string): ReadonlyArray<string> {
    return this.#known.get(collection) ?? []
  }

  #learn(collection: string, id: string): void {
    const key = `${collection}/${id}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    const ids = this.#known.get(collection)
    if (ids === undefined) this.#known.set(collection, [id])
    else ids.push(id)
  }

  // It is back, with empty hands, after a restart.
  #die(node: Owner): void {
    this.note("fault", node.name, "dies")
    this.schedule.kill(node)
    node.frozenUntil = this.schedule.now + 1_000 + this.faults.dice.delay(60_000)
  }

  #giveUp(node: Owner): void {
    const told = [...node.mourners]
    node.mourners.clear()
    for (const mourn of told) mourn()
  }

  entry(node: Node, name: string): AnyCommand | AnyQuery {
    const [domain = "", entry = ""] = name.split(".")
    const table: Table = { ...node.kernel.table }
    const found = table[domain]?.[entry]
    if (found === undefined) throw new Error(`no entry ${name}`)
    return found
  }

  /** One try of a call at some node, as its caller sees it. */
  ask(actor: Actor, name: string, input: unknown, key: string | undefined): Effect.Effect<Answer> {
    return Effect.callback<Answer>((resume) => {
      const node = this.faults.dice.pick(this.nodes)
      const { owner: of } = node
      this.note("call", actor.id, `${name}${key === undefined ? "" : ` ${key}`} at ${of.name}`)
      const mourn = (): void => this.schedule.soon(this.outside, "lost", () => resume(Effect.succeed({ _tag: "Lost" })))
      of.mourners.add(mourn)
      this.schedule.soon(of, name, () => {
        if (!node.serves) {
          of.mourners.delete(mourn)
          return mourn()
        }
        const { engine } = node.kernel
        const asked = this.#program(node).call(
          engine,
          this.entry(node, name),
          actor,
          input,
          key === undefined ? {} : { key }
        )
        this.schedule.run(of, asked, (exit) => {
          of.mourners.delete(mourn)
          const answer = answerOf(exit, `${name}/${actor.id}/${key ?? ""}`)
          if (answer._tag === "Refused") this.witness?.answered(answer.refusal._tag)
          this.schedule.soon(this.outside, "reply", () => resume(Effect.succeed(answer)))
        })
      })
    })
  }

  /** One round of a node's worker, as a program of its release. */
  work(node: Node, limit: number) {
    const { kernel } = node
    return Effect.tap(
      Effect.andThen(kernel.hear, this.#program(node).work(kernel.engine, kernel.errands, { limit })),
      ({ failed }) => Effect.sync(() => failed.forEach(({ cause }) => this.witness?.answered(cause)))
    )
  }

  /** The worker of a node, for as long as it lives. */
  works(node: Node): void {
    const { owner: of } = node
    const round = Effect.gen({ self: this }, function* () {
      for (;;) {
        const worked = yield* Effect.exit(this.work(node, 64))
        for (const { kind, intent, tries, cause } of Exit.isSuccess(worked) ? worked.value.failed : [])
          this.note("world", of.name, `${kind} ${intent} fails, try ${tries}: ${cause}`)
        yield* this.schedule.sleep(of, workEvery)
      }
    })
    const begin = (): void => {
      of.mourners.add(again)
      this.schedule.run(of, round, () => undefined)
    }
    const again = (): void => this.schedule.at(of.frozenUntil, of, "worker", begin)
    node.revive = again
    // Dead, it begins anew when its node is back; given up, the former one may still be at it.
    this.schedule.soon(of, "worker", begin)
  }
}

const answerOf = (exit: Exit.Exit<Json, { readonly _tag: string }>, key: string): Answer => {
  if (Exit.isSuccess(exit)) return { _tag: "Done", reply: exit.value, key }
  const [reason] = exit.cause.reasons
  if (reason?._tag === "Fail") return { _tag: "Refused", refusal: { ...reason.error } }
  return { _tag: "Defect", why: String(reason?._tag === "Die" ? reason.defect : reason?._tag) }
}
