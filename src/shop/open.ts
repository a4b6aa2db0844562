import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import {
  type Actor,
  type AnyCollection,
  type AnyErrand,
  type AnyReaction,
  type AnyVeto,
  type BatchKind,
  type Sealed,
  sealLog,
  within,
  work,
  type Worked,
  type WorkOptions
} from "../command/index.ts"
import type { Refusal } from "../kernel/refusal.ts"
import type { Carrier } from "../logistics/index.ts"
import type { PaymentGateway } from "../payment/index.ts"
import { authority, defaultPolicy, type Policy } from "../permission/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { StorageError } from "../storage/errors.ts"
import type { Adapter, Anchor, Storage } from "../storage/ports.ts"
import { type Running, start } from "./engine.ts"
import { type Face, faceOf } from "./face.ts"
import { PaymentMethodMismatch } from "../order/index.ts"
import { PartnerUnknown } from "./partner.ts"
import {
  collections,
  type Commands,
  errandsOf,
  partnersFit,
  reactions,
  tableOf,
  vetoes,
  vetoRefusals
} from "./table.ts"

/**
 * What a shop is made of: the ports that the host fills, and what it adds.
 *
 * @typeParam Sql what the host's own statements run on in the transactions of the storage
 */
export interface ShopOptions<out Sql = unknown> {
  readonly storage: Adapter<Sql>
  /** Where the keys of persons are kept. */
  readonly vault: KeyVault
  /** Where the head of the log's chain is published, apart from the storage. */
  readonly anchor?: Anchor
  readonly gateways?: ReadonlyArray<PaymentGateway>
  readonly carriers?: ReadonlyArray<Carrier>
  /** Who may do what. Absent: `defaultPolicy`. */
  readonly policy?: Policy
  /** What the host adds: collections of its own, reactions, vetoes, errands, batches, and the Schemas of its vetoes' refusals. */
  readonly host?: {
    readonly collections?: ReadonlyArray<AnyCollection>
    readonly reactions?: ReadonlyArray<AnyReaction>
    readonly vetoes?: ReadonlyArray<AnyVeto>
    readonly errands?: ReadonlyArray<AnyErrand>
    readonly batches?: ReadonlyArray<BatchKind>
    readonly refusals?: ReadonlyArray<Refusal>
  }
  /**
   * Where spans, metrics and logs go: a layer of effect, such as `Otlp.layerJson({ baseUrl })`. It is built with the shop and
   * ends with it, which sends what is left. Absent: those of the program that opens the shop.
   */
  readonly telemetry?: Layer.Layer<never>
}

/** A shop that runs, for programs of effect: `execute`, `ask` and `work` take its engine. */
export interface Kernel<out Sql = unknown> extends Running<Sql> {
  readonly table: Commands
  /** The Schemas of refusals that vetoes add to those of the commands. */
  readonly refusals: ReadonlyArray<Refusal>
  /** What those run their calls with who are no program of effect: the tracer, the metrics and the loggers. */
  readonly services: Context.Context<never>
}

/** Opens a shop. It closes with the scope. */
export const openKernel = Effect.fnUntraced(function* <Sql>(
  options: ShopOptions<Sql>
): Effect.fn.Return<Kernel<Sql>, StorageError, Scope.Scope> {
  const { storage, vault, gateways = [], carriers = [], policy = defaultPolicy, host = {} } = options
  const parts = {
    collections: [...collections, ...(host.collections ?? [])],
    reactions: [...reactions, ...(host.reactions ?? [])],
    vetoes: [...vetoes, ...partnersFit(gateways, carriers), ...(host.vetoes ?? [])],
    errands: [...errandsOf(gateways, carriers, host.collections, host.batches), ...(host.errands ?? [])]
  }
  const ambient = yield* Effect.context<never>()
  const told = options.telemetry === undefined ? ambient : yield* Layer.build(options.telemetry)
  return {
    ...(yield* start(storage, vault, authority(policy), parts)),
    table: tableOf(policy, host.collections, host.batches),
    refusals: [PartnerUnknown, PaymentMethodMismatch, ...vetoRefusals, ...(host.refusals ?? [])],
    services: Context.merge(ambient, told)
  }
})

/** A shop for everybody who awaits. */
export interface Shop<out Sql = unknown> extends AsyncDisposable {
  /** The calls of an actor: `shop.as(ann).cart.addLine({ cart, sku, quantity: 3 })`. */
  readonly as: (actor: Actor) => Face<Commands, Sql>
  /**
   * The shop inside a transaction that the host has open and ends itself, on a storage that can:
   * `shop.within(query).as(ann).order.place({ ... })`. Its calls read what the transaction has written, and stand or fall with
   * it, so a reply is certain once the host's COMMIT is. Throws where the storage joins no transaction.
   */
  within(transaction: Sql): Pick<Shop, "as">
  /** Performs due intents; see {@link work}. Call it in a loop, from a cron route, or after a commit that left some. */
  readonly work: (options: WorkOptions) => Promise<Worked>
  /**
   * Chains what the log has got since the last time, and publishes the head if there is an anchor: see {@link sealLog}. Call it
   * beside `work`, once an hour or oftener. Rejects with `ChainBroken` if the log has a gap or is not the one that was anchored.
   */
  readonly seal: (options: { readonly limit: number }) => Promise<Sealed>
  /** For programs of effect, and for adapters of faces such as HTTP. */
  readonly kernel: Kernel<Sql>
  readonly storage: Storage<Sql>
  readonly close: () => Promise<void>
}

/**
 * Opens a shop: `await openShop({ storage: sqlite("shop.db"), vault: fileVault("shop.keys"), gateways: [...] })`.
 * Rejects with a `StorageError` if the storage cannot be opened.
 */
export const openShop = async <Sql>(options: ShopOptions<Sql>): Promise<Shop<Sql>> => {
  const scope = Effect.runSync(Scope.make())
  const opened = await Effect.runPromiseExit(Scope.provide(openKernel(options), scope))
  if (Exit.isFailure(opened)) {
    await Effect.runPromise(Scope.close(scope, opened))
    const [reason] = opened.cause.reasons
    throw reason?._tag === "Fail" ? reason.error : reason?._tag === "Die" ? reason.defect : new Error("interrupted")
  }
  const kernel = opened.value
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  return {
    kernel,
    storage: kernel.engine.storage,
    as: (actor) => faceOf(kernel.table, kernel.engine, actor, kernel),
    within: (transaction) => {
      const engine = within(kernel.engine, transaction)
      return { as: (actor) => faceOf(kernel.table, engine, actor, kernel) }
    },
    work: (how) =>
      Effect.runPromiseWith(kernel.services)(Effect.andThen(kernel.hear, work(kernel.engine, kernel.errands, how))),
    seal: ({ limit }) =>
      Effect.runPromiseWith(kernel.services)(sealLog(kernel.engine.storage, { limit, anchor: options.anchor })),
    close,
    [Symbol.asyncDispose]: close
  }
}
