import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  type Actor,
  type AnyCommand,
  type AnyQuery,
  ask,
  type Command,
  type Engine,
  execute,
  type Failure,
  type Query,
  work,
  type Worked,
  type WorkOptions
} from "../command/index.ts"
import type { ClockSkew, StorageError } from "../storage/errors.ts"
import { type CallOptions, isCommand } from "./face.ts"
import { type Kernel, openKernel, type ShopOptions } from "./open.ts"
import type { Commands } from "./table.ts"

/** The actor in whose name a program acts. */
export class CurrentActor extends Context.Service<CurrentActor, Actor>()("pannier/shop/CurrentActor") {}

/** The commands and queries of a domain as functions of a program, in its own types. */
export type Service<Entries> = {
  readonly [Name in keyof Entries]: Entries[Name] extends Command<infer Input, infer Reply, infer Refused, any>
    ? (input: Input["Type"], options?: CallOptions) => Effect.Effect<Reply["Type"], Refused | Failure, CurrentActor>
    : Entries[Name] extends Query<infer Input, infer Reply, any>
      ? (input: Input["Type"]) => Effect.Effect<Reply["Type"], Failure, CurrentActor>
      : never
}

export class Carts extends Context.Service<Carts, Service<Commands["cart"]>>()("pannier/shop/Carts") {}
export class Catalog extends Context.Service<Catalog, Service<Commands["catalog"]>>()("pannier/shop/Catalog") {}
export class Inventory extends Context.Service<Inventory, Service<Commands["inventory"]>>()("pannier/shop/Inventory") {}
export class Operations extends Context.Service<Operations, Service<Commands["operations"]>>()(
  "pannier/shop/Operations"
) {}
export class Orders extends Context.Service<Orders, Service<Commands["order"]>>()("pannier/shop/Orders") {}
export class Payments extends Context.Service<Payments, Service<Commands["payment"]>>()("pannier/shop/Payments") {}
export class Permissions extends Context.Service<Permissions, Service<Commands["permission"]>>()(
  "pannier/shop/Permissions"
) {}
export class Prices extends Context.Service<Prices, Service<Commands["pricing"]>>()("pannier/shop/Prices") {}
export class Promotions extends Context.Service<Promotions, Service<Commands["promotion"]>>()(
  "pannier/shop/Promotions"
) {}
export class Returns extends Context.Service<Returns, Service<Commands["return"]>>()("pannier/shop/Returns") {}
export class Settings extends Context.Service<Settings, Service<Commands["settings"]>>()("pannier/shop/Settings") {}
export class Shipments extends Context.Service<Shipments, Service<Commands["shipment"]>>()("pannier/shop/Shipments") {}

/** The worker of a shop, and its kernel for whatever the services do not say. */
export class Worker extends Context.Service<
  Worker,
  {
    readonly work: (options: WorkOptions) => Effect.Effect<Worked, ClockSkew | StorageError>
    readonly kernel: Kernel
  }
>()("pannier/shop/Worker") {}

const run =
  (engine: Engine, entry: AnyCommand | AnyQuery) =>
  (input: unknown, options: CallOptions = {}) =>
    Effect.flatMap(
      CurrentActor,
      (actor): Effect.Effect<unknown, { readonly _tag: string }> =>
        isCommand(entry)
          ? Effect.map(execute(engine, entry, input, { actor, key: options.key }), ({ reply }) => reply)
          : ask(engine, entry, input, { actor })
    )

const serviceOf = <Entries extends { readonly [name: string]: AnyCommand | AnyQuery }>(
  engine: Engine,
  entries: Entries
): Service<Entries> =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, run(engine, entry)])) as Service<Entries>

/** A shop as services: `const orders = yield* Orders; yield* orders.place({ ... })`. */
export const layer = (options: ShopOptions) =>
  Layer.effectContext(
    Effect.map(openKernel(options), (kernel) => {
      const { engine, errands, hear, table } = kernel
      return Context.make(Carts, serviceOf(engine, table.cart)).pipe(
        Context.add(Catalog, serviceOf(engine, table.catalog)),
        Context.add(Inventory, serviceOf(engine, table.inventory)),
        Context.add(Operations, serviceOf(engine, table.operations)),
        Context.add(Orders, serviceOf(engine, table.order)),
        Context.add(Payments, serviceOf(engine, table.payment)),
        Context.add(Permissions, serviceOf(engine, table.permission)),
        Context.add(Prices, serviceOf(engine, table.pricing)),
        Context.add(Promotions, serviceOf(engine, table.promotion)),
        Context.add(Returns, serviceOf(engine, table.return)),
        Context.add(Settings, serviceOf(engine, table.settings)),
        Context.add(Shipments, serviceOf(engine, table.shipment)),
        Context.add(Worker, { kernel, work: (how) => Effect.andThen(hear, work(engine, errands, how)) })
      )
    })
  )
