import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { type Actor, type AnyCommand, type AnyQuery, work } from "../../command/index.ts"
import type { Json } from "../../kernel/json.ts"
import type { MemoryCarrier } from "../../memory/carrier.ts"
import type { MemoryGateway } from "../../memory/gateway.ts"
import { memory } from "../../memory/storage.ts"
import { call, type Kernel, openKernel, type ShopOptions, type Table } from "../../shop/index.ts"
import type { Commit, Committed } from "../../storage/model.ts"
import type { Adapter, Storage } from "../../storage/ports.ts"
import { Trace } from "./hash.ts"
import { carrierFrom, gatewayFrom, simulatedCarrier, simulatedGateway, simulatedVault } from "./partners.ts"
import { type FaultKind, Faults, type Rates } from "./rates.ts"
import { type Owner, owner, Schedule } from "./schedule.ts"
import { faultyStorage } from "./storage.ts"

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
  /** Another program than this for one of the nodes: two versions on one log. Numbered from 0. */
  readonly open?: (node: number, options: ShopOptions) => Effect.Effect<Kernel, unknown, Scope.Scope>
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
  readonly kernel: Kernel
}

/** How a call ended for its caller. `Lost`: nobody answered, and it may have been done or not. */
export type Answer =
  | { readonly _tag: "Done"; readonly reply: Json; readonly key: string }
  | { readonly _tag: "Refused"; readonly refusal: { readonly _tag: string } & Readonly<Record<string, unknown>> }
  | { readonly _tag: "Lost" }
  | { readonly _tag: "Defect"; readonly why: string }

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
  #storage: Storage | undefined
  readonly #scope = Effect.runSync(Scope.make())
  readonly #ground: Ground
  readonly #noting: boolean

  constructor(seed: number, rates: Rates, ground: Ground, noting: boolean) {
    this.#ground = ground
    this.#noting = noting
    this.schedule = new Schedule(beginning, seed, this.trace, ground.turn)
    this.faults = new Faults(
      rates,
      seed ^ 0x5f17,
      () => this.schedule.now,
      (kind: FaultKind, where) => this.note("fault", kind, where)
    )
    const partner = (name: string, verb: string, id: string, fate: string) =>
      this.note("partner", name, `${verb} ${id}: ${fate}`)
    this.gateways = ["sandbox", "harbour"].map((name) => simulatedGateway(name, this.schedule, this.faults, partner))
    this.carriers = ["slowboat"].map((name) => simulatedCarrier(name, this.schedule, this.faults, partner))
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
    const commits = {
      dies: (node: Owner) => this.#die(node),
      givenUp: (node: Owner) => this.#giveUp(node),
      stands: (node: Owner, { reason, actor, writes }: Commit, { position }: Committed) => {
        this.note("commit", node.name, `${position} ${reason} by ${actor}`)
        for (const { collection, id } of writes) this.#learn(collection, id)
      }
    }
    for (let number = 0; number < count; number++) {
      const node = owner(`node-${number + 1}`)
      const kept: Adapter = {
        name: adapter.name,
        open: (collections) =>
          Effect.map(adapter.open(collections), (storage) => {
            this.#storage ??= storage
            return faultyStorage(storage, node, schedule, faults, commits)
          })
      }
      const options: ShopOptions = {
        storage: kept,
        vault,
        gateways: gateways.map((gateway) => gatewayFrom(node, gateway, schedule)),
        carriers: carriers.map((carrier) => carrierFrom(node, carrier, schedule)),
        ...(this.#ground.host === undefined ? {} : { host: this.#ground.host })
      }
      const opening = this.#ground.open?.(number, options) ?? openKernel(options)
      const opened = await Effect.runPromiseExit(Scope.provide(opening, this.#scope))
      if (Exit.isFailure(opened)) throw new Error("the simulated shop does not open")
      this.nodes.push({ owner: node, kernel: opened.value })
    }
  }

  async close(): Promise<void> {
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
      const { owner: of, kernel } = node
      this.note("call", actor.id, `${name}${key === undefined ? "" : ` ${key}`} at ${of.name}`)
      const mourn = (): void => this.schedule.soon(this.outside, "lost", () => resume(Effect.succeed({ _tag: "Lost" })))
      of.mourners.add(mourn)
      this.schedule.soon(of, name, () =>
        this.schedule.run(
          of,
          call(kernel.engine, this.entry(node, name), actor, input, key === undefined ? {} : { key }),
          (exit) => {
            of.mourners.delete(mourn)
            const answer = answerOf(exit, `${name}/${actor.id}/${key ?? ""}`)
            this.schedule.soon(this.outside, "reply", () => resume(Effect.succeed(answer)))
          }
        )
      )
    })
  }

  /** The worker of a node, for as long as it lives. */
  works(node: Node, every: number): void {
    const { owner: of, kernel } = node
    const round = Effect.gen({ self: this }, function* () {
      for (;;) {
        const worked = yield* Effect.exit(work(kernel.engine, kernel.errands, { limit: 64 }))
        for (const { kind, intent, tries, cause } of Exit.isSuccess(worked) ? worked.value.failed : [])
          this.note("world", of.name, `${kind} ${intent} fails, try ${tries}: ${cause}`)
        yield* this.schedule.sleep(of, every)
      }
    })
    const begin = (): void => {
      of.mourners.add(again)
      this.schedule.run(of, round, () => undefined)
    }
    const again = (): void => this.schedule.at(of.frozenUntil, of, "worker", begin)
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
