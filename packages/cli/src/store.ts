import { type SqliteStorage, sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import { openShop, type Shop } from "pannier/shop"
import type { Storage } from "pannier/storage"
import { Usage } from "./usage.ts"

/** A store is named `sqlite:PATH`; the keys of persons are kept in `PATH.keys` beside it. */
export const openStore = (store: string): Promise<Shop> => {
  const path = pathOf(store)
  return openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
}

const pathOf = (store: string): string => {
  const [, path] = /^sqlite:(.+)$/.exec(store) ?? []
  if (path === undefined) throw new Usage(`--store 应为 sqlite:路径 · --store must be sqlite:PATH, not \`${store}\``)
  return path
}

/** What a SQLite file can do beside the port. */
export const ofFile = (storage: Storage): SqliteStorage => {
  if (!("integrity" in storage)) throw new Error("the store is no SQLite file")
  return storage as SqliteStorage
}
