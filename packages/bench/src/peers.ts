import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const peers = new URL("../peers/", import.meta.url)
const folder = fileURLToPath(peers)

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

interface Peers {
  readonly "dinero.js": Dinero
  readonly xstate: XState
}

interface Loader {
  readonly load: <Name extends keyof Peers>(name: Name) => Promise<Peers[Name]>
}

/** A peer, installed from the lockfile of `peers/` on first use; it never enters the lockfile of the project. */
export const peer = async <Name extends keyof Peers>(name: Name): Promise<Peers[Name]> => {
  if (!existsSync(`${folder}node_modules/${name}`)) {
    console.log("installing the peers from packages/bench/peers")
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" })
  }
  const { load }: Loader = await import(new URL("load.js", peers).href)
  return load(name)
}

/** A peer's name and the version that is installed. */
export const versionOf = (name: keyof Peers): string => {
  const { version } = JSON.parse(readFileSync(`${folder}node_modules/${name}/package.json`, "utf8")) as {
    version: string
  }
  return `${name} ${version}`
}
