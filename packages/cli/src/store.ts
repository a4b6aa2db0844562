import { existsSync, realpathSync, statSync } from "node:fs"
import { overPg, postgres, postgresPortable, type PostgresStorage } from "@pannier/storage-postgres"
import { type SqliteStorage, sqlite, sqlitePortable } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { openShop, type Shop } from "pannier/shop"
import { type Adapter, type CollectionShape, type Portable, type Storage, StorageError } from "pannier/storage"
import { Usage } from "./usage.ts"

/** A SQLite file, by its path. */
export interface FileTarget {
  readonly kind: "sqlite"
  readonly path: string
}

/** A tenant of a PostgreSQL database. */
export interface ServerTarget {
  readonly kind: "postgres"
  /** For `pg`, without what is Pannier's. */
  readonly url: string
  readonly schema: string
  readonly tenant: string
}

export type Target = FileTarget | ServerTarget

/** Reads `sqlite:PATH` or `postgres://HOST/DATABASE?schema=NAME&tenant=NAME`. */
export const targetOf = (text: string): Target => {
  const [, path] = /^sqlite:(.+)$/.exec(text) ?? []
  if (path !== undefined) return { kind: "sqlite", path }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Usage(
      "商店应为 sqlite:路径 或 postgres://主机/数据库 · a store is sqlite:PATH or postgres://HOST/DATABASE?schema=NAME&tenant=NAME"
    )
  }
  const url = new URL(text)
  const [schema, tenant] = [url.searchParams.get("schema") ?? "pannier", url.searchParams.get("tenant") ?? "main"]
  url.searchParams.delete("schema")
  url.searchParams.delete("tenant")
  return { kind: "postgres", url: url.href, schema, tenant }
}

/** How a target is told to people: never with its password. */
export const nameOf = (target: Target): string => {
  if (target.kind === "sqlite") return `sqlite:${target.path}`
  const { host, pathname } = new URL(target.url)
  return `postgres://${host}${pathname} (${target.schema}, ${target.tenant})`
}

/** Where the keys of persons are if nobody says otherwise: beside the file, or in the working directory. */
export const keysOf = (target: Target, keys?: string): string => keys ?? beside(target, "keys")

/** Where the head of the chain is anchored if nobody says otherwise. */
export const anchorOf = (target: Target, anchor?: string): string => anchor ?? beside(target, "anchor")

/** Beside the name that was given, and where nothing is, beside the file that it is a link to. */
const beside = (target: Target, what: string): string => {
  if (target.kind === "postgres") return `./shop.${what}`
  const named = `${target.path}.${what}`
  return existsSync(named) || !existsSync(target.path) ? named : `${realpathSync(target.path)}.${what}`
}

/** Whether two targets are one place. */
export const isSamePlace = (one: Target, other: Target): boolean =>
  one.kind === "sqlite" && other.kind === "sqlite" && existsSync(one.path) && existsSync(other.path)
    ? realpathSync(one.path) === realpathSync(other.path)
    : JSON.stringify(one) === JSON.stringify(other)

/**
 * Whether there is a store; a file with nothing laid out in it is none. What cannot be asked, as a server out of reach, is thrown; of a
 * file it is told by whoever opens it, who may be able to mend it.
 */
export const isThere = async (target: Target): Promise<boolean> => {
  if (target.kind === "sqlite") {
    if (target.path === ":memory:") return true
    if ((statSync(target.path, { throwIfNoEntry: false })?.size ?? 0) === 0) return false
  }
  const { portable, end } = await portableOf(target)
  const origin = await Effect.runPromise(Effect.scoped(Effect.result(portable.origin)))
  await end()
  if (Result.isSuccess(origin)) return true
  if (origin.failure.reason === "Unavailable" && origin.failure.detail.startsWith("no store")) return false
  if (target.kind === "sqlite") return true
  throw origin.failure
}

/** Refuses a file or a tenant that is not there: opening it would make an empty one, and an empty store is sound. */
export const existing = async (target: Target): Promise<Target> => {
  if (await isThere(target)) return target
  if (target.kind === "postgres") throw new Usage(`没有这家商店 · no such store: ${nameOf(target)}`)
  const size = statSync(target.path, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new Usage(`没有这个文件 · no such file: \`${target.path}\``)
  if (size === 0) throw new Usage(`空文件不是商店 · an empty file is no store: \`${target.path}\``)
  throw new Usage(
    `文件里没有商店：若复制自运行中的商店，还缺它的 -wal 文件 · no store in \`${target.path}\`: if it was copied from a shop in use, its -wal file is missing`
  )
}

/** A store as rows, to be copied. */
export const portableOf = async (
  target: Target
): Promise<{ readonly portable: Portable; readonly end: () => Promise<void> }> => {
  if (target.kind === "sqlite") return { portable: sqlitePortable(target.path), end: async () => {} }
  const pool = await poolOf(target)
  const { schema, tenant } = target
  return { portable: postgresPortable(overPg(pool), { schema, tenant }), end: () => pool.end() }
}

/** A pool of connections to a server. `pg` is loaded when it is needed: who keeps a file need not install it. */
const poolOf = async ({ url }: ServerTarget) => {
  const { default: pg } = await import("pg").catch((cause: unknown) => {
    throw new Error("请先安装 pg · install `pg` to reach a PostgreSQL server: npm install pg", { cause })
  })
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // What happens to a connection that nobody uses is told by the next statement.
  pool.on("error", () => {})
  return pool
}

/** Opens the shop in a store, to work on or as it is at this moment. */
export const openStore = async (
  store: string,
  options: { readonly snapshot?: boolean; readonly keys?: string } = {}
) => {
  const target = targetOf(store)
  const { snapshot = false } = options
  const vault = fileVault(keysOf(target, options.keys))
  const opened = async (storage: Adapter, end: () => Promise<void>): Promise<Shop> => {
    const shop = await openShop({ storage, vault }).catch(async (cause: unknown) => {
      await end()
      throw cause
    })
    const close = async (): Promise<void> => {
      await shop.close()
      await end()
    }
    return { ...shop, close, [Symbol.asyncDispose]: close }
  }
  const { adapter, end } = await adapterOf(target, snapshot)
  // Only where nothing is written: what a host's collections are to have, its own program says.
  return opened(snapshot ? withAll(adapter, await collectionsIn(target)) : adapter, end)
}

/**
 * Brings the layout of a former release up to date before a store is read. A file that cannot be written, on a disk that is only read
 * or while somebody has it locked for long, is read as it stands.
 */
export const upToDate = async (target: Target, store: string, named: { readonly keys?: string }): Promise<void> => {
  try {
    await (await openStore(store, named)).close()
  } catch (cause) {
    if (target.kind !== "sqlite" || !Schema.is(StorageError)(cause)) throw cause
  }
}

/** The collections that a store has, those of its host among them. */
const collectionsIn = async (target: Target): Promise<ReadonlyArray<CollectionShape>> => {
  const { portable, end } = await portableOf(target)
  try {
    return await Effect.runPromise(Effect.scoped(Effect.map(portable.origin, ({ collections }) => collections)))
  } finally {
    await end()
  }
}

const withAll = ({ name, open }: Adapter, found: ReadonlyArray<CollectionShape>): Adapter => ({
  name,
  open: (shapes) => open([...shapes, ...found.filter((one) => !shapes.some((shape) => shape.name === one.name))])
})

/** Reads a store as it is at this moment, whatever collections it has and whatever layout. */
export const reading = async <A>(target: Target, body: (storage: Storage) => Promise<A>): Promise<A> => {
  const { adapter, end } = await adapterOf(target, true)
  try {
    return await Effect.runPromise(
      Effect.scoped(Effect.flatMap(adapter.open([]), (storage) => Effect.promise(() => body(storage))))
    )
  } finally {
    await end()
  }
}

const adapterOf = async (
  target: Target,
  snapshot: boolean
): Promise<{ readonly adapter: Adapter; readonly end: () => Promise<void> }> => {
  if (target.kind === "sqlite") return { adapter: sqlite(target.path, { snapshot }), end: async () => {} }
  const pool = await poolOf(target)
  const { schema, tenant } = target
  return { adapter: postgres(overPg(pool), { schema, tenant, snapshot }), end: () => pool.end() }
}

/** What a SQLite file can do beside the port; `undefined` for another storage. */
export const ofFile = (storage: Storage): SqliteStorage | undefined =>
  "backup" in storage ? (storage as SqliteStorage) : undefined

/** Whether nothing was ever committed to a store. */
export const isEmpty = async (storage: Storage): Promise<boolean> =>
  (await Effect.runPromise(storage.events(0, 1))).length === 0

/** What both storages say of their own tables. */
export const integrityOf = (storage: Storage): SqliteStorage["integrity"] =>
  "integrity" in storage ? (storage as SqliteStorage | PostgresStorage).integrity : Effect.succeed([])
