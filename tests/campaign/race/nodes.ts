import type { Server } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import pg from "pg"
import { work } from "../../../src/command/index.ts"
import type { Account, Transfer } from "../../../src/ledger/index.ts"
import { memoryCarrier, type MemoryGateway, memoryGateway, memoryVault } from "../../../src/memory/index.ts"
import type { KeyVault } from "../../../src/privacy/index.ts"
import { type Kernel, openKernel } from "../../../src/shop/index.ts"
import type { Adapter, Commit } from "../../../src/storage/index.ts"
import { type Json, runner, type SmallShop } from "../../shop/small-shop.ts"

/** A shop on pools of its own, as another process would be; all of them sell from one tenant of one database. */
export interface Node {
  readonly kernel: Kernel
  readonly gateway: MemoryGateway
  readonly as: SmallShop["as"]
  /** Works until nothing is due. */
  readonly work: Effect.Effect<unknown, Json>
}

/** What the nodes share, and what their storage was seen to do. */
export interface Ground {
  readonly server: Server
  readonly gateway: MemoryGateway
  readonly vault: KeyVault
  /** Commits that passed the rule's own look at the balance, and were stopped by a bound. */
  bounded: number
  /** Whether the bounds of what is raced for stop nobody, so that nothing but the look is left. */
  readonly planted: boolean
}

export const groundOn = (server: Server, planted: boolean): Ground => ({
  server,
  gateway: memoryGateway({ name: "sandbox" }),
  vault: memoryVault(),
  bounded: 0,
  planted
})

const families = ["shelf/", "uses:", "giftCard:"]

/** So far from where an account is that nobody meets it. */
const far = 10n ** 12n

/** The account with bounds that stop nobody, if it is of a family that is raced for. */
const unbounded = (account: Account): Account =>
  families.some((family) => account.id.startsWith(family))
    ? {
        ...account,
        ...(account.floor === undefined ? {} : { floor: -far }),
        ...(account.ceiling === undefined ? {} : { ceiling: far })
      }
    : account

const looked = (transfer: Transfer): Transfer =>
  "from" in transfer ? { ...transfer, from: unbounded(transfer.from), to: unbounded(transfer.to) } : transfer

/** Counts what bounds stop, and takes them away where that is asked. */
const watched = (adapter: Adapter, ground: Ground): Adapter => ({
  name: adapter.name,
  open: (shapes) =>
    Effect.map(adapter.open(shapes), (storage) => ({
      ...storage,
      commit: (commit: Commit) =>
        Effect.tapError(
          storage.commit(ground.planted ? { ...commit, transfers: commit.transfers.map(looked) } : commit),
          ({ _tag }) => Effect.sync(() => void (ground.bounded += _tag === "BoundExceeded" ? 1 : 0))
        )
    }))
})

/** A pool that lives as long as the scope. A connection that the server ends while it is idle is nobody's failure. */
export const poolOn = (server: Server, max: number): Effect.Effect<pg.Pool, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const pool = new pg.Pool({ ...server.connection, max })
      pool.on("error", () => {})
      return pool
    }),
    (pool) => Effect.promise(() => pool.end())
  )

/** Opens one node with so many connections. */
export const openNode = Effect.fnUntraced(function* (ground: Ground, connections: number) {
  const { gateway, vault } = ground
  const pool = yield* poolOn(ground.server, connections)
  const kernel = yield* openKernel({
    storage: watched(postgres(overPg(pool), { tenant: "shop", limits: { skew: 60_000 } }), ground),
    vault,
    gateways: [gateway],
    carriers: [memoryCarrier({ name: "slowboat" })]
  })
  const node: Node = {
    kernel,
    gateway,
    as: runner(kernel),
    work: work(kernel.engine, kernel.errands, { limit: 1000 })
  }
  return node
})
