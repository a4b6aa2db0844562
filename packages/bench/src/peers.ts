import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { MedusaPromotion, MedusaTotals, Vendure } from "./pricing-peers.ts"

/** What the bench calls of dinero.js v2. */
export interface Dinero {
  readonly dinero: (options: { readonly amount: number; readonly currency: object }) => object
  readonly allocate: (of: object, ratios: ReadonlyArray<number>) => ReadonlyArray<object>
  readonly toSnapshot: (of: object) => { readonly amount: number }
}

/** A state of xstate v5, as the bench reads it. */
export interface Snapshot {
  readonly value: unknown
  readonly context: { readonly paid: number; readonly steps: number }
}

/** What the bench calls of xstate v5. */
export interface XState {
  readonly setup: (options: object) => { readonly createMachine: (config: object) => object }
  readonly assign: (change: object) => object
  readonly transition: (machine: object, snapshot: Snapshot, event: object) => readonly [Snapshot, unknown]
  readonly initialTransition: (machine: object) => readonly [Snapshot, unknown]
  readonly createActor: (machine: object) => {
    readonly start: () => void
    readonly send: (event: object) => void
    readonly getSnapshot: () => Snapshot
  }
}

/** What the bench calls of HiGHS. */
export interface Highs {
  readonly solve: (
    program: string,
    options: Readonly<Record<string, number | boolean>>
  ) => { readonly Status: string; readonly ObjectiveValue: number }
}

interface Peers {
  readonly "dinero.js": Dinero
  readonly xstate: XState
  readonly highs: { readonly default: () => Promise<Highs> }
  readonly "@vendure/core": Vendure
  readonly "@medusajs/utils": MedusaTotals
  readonly "@medusajs/promotion/dist/services/promotion-module.js": MedusaPromotion
}

// The whole shops stand apart, each with a lockfile of its own: they are large, and need not agree on what they depend on.
const folders: Readonly<Record<keyof Peers, string>> = {
  "dinero.js": "",
  xstate: "",
  highs: "highs/",
  "@vendure/core": "vendure/",
  "@medusajs/utils": "medusa/",
  "@medusajs/promotion/dist/services/promotion-module.js": "medusa/"
}

interface Loader {
  readonly load: <Name extends keyof Peers>(name: Name) => Promise<Peers[Name]>
}

const folderOf = (name: keyof Peers): URL => new URL(`../peers/${folders[name]}`, import.meta.url)

// The package of a module: one name, or two in a scope.
const packageOf = (name: keyof Peers): string =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/")

const manifestOf = (name: keyof Peers): string =>
  fileURLToPath(new URL(`node_modules/${packageOf(name)}/package.json`, folderOf(name)))

/** A peer, installed from its own lockfile on first use; it never enters the lockfile of the project, and runs no scripts. */
export const peer = async <Name extends keyof Peers>(name: Name): Promise<Peers[Name]> => {
  if (!existsSync(manifestOf(name))) {
    console.log(`installing the peers from packages/bench/peers/${folders[name]}`)
    const cwd = fileURLToPath(folderOf(name))
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd, stdio: "inherit" })
  }
  const { load }: Loader = await import(new URL("load.js", folderOf(name)).href)
  return load(name)
}

/** A peer's name and the version that is installed. */
export const versionOf = (name: keyof Peers): string => {
  const { version } = JSON.parse(readFileSync(manifestOf(name), "utf8")) as { version: string }
  return `${packageOf(name)} ${version}`
}
