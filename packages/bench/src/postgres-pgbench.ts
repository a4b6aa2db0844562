import { execFileSync, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Server } from "@pannier/postgres-server"

/** PostgreSQL's own load generator, in C: the statements of the peer without any JavaScript. */
export interface Pgbench {
  readonly version: string
  /**
   * Runs a script and answers transactions a second, without the time that connecting takes.
   *
   * @param variables what each client begins with; `:client_id` is given by pgbench
   */
  readonly run: (
    script: string,
    load: {
      readonly clients: number
      readonly each: number
      readonly variables: Readonly<Record<string, number>>
    }
  ) => Promise<number>
}

// Debian keeps the programs of each version in a folder of its own.
const places = (): ReadonlyArray<string> => {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : []
  return [...(process.env["PATH"] ?? "").split(":"), ...versions]
}

/** `undefined`: there is none on this machine. */
export const pgbench = (server: Server): Pgbench | undefined => {
  const program = places()
    .map((folder) => join(folder, "pgbench"))
    .find((path) => existsSync(path))
  if (program === undefined) return undefined
  const { host, port, user, database } = server.connection
  return {
    version: execFileSync(program, ["--version"], { encoding: "utf8" }).trim(),
    run: async (script, { clients, each, variables }) => {
      const folder = mkdtempSync(join(tmpdir(), "pannier-pgbench-"))
      const file = join(folder, "script.sql")
      writeFileSync(file, script)
      const defined = Object.entries(variables).flatMap(([name, value]) => ["-D", `${name}=${value}`])
      const load = ["-c", `${clients}`, "-j", `${Math.min(2, clients)}`, "-t", `${each}`]
      const options = ["-n", "-M", "prepared", ...load, ...defined, "-f", file]
      try {
        const told = await finished(program, ["-h", host, "-p", `${port}`, "-U", user, ...options, database])
        const rate = /^tps = ([\d.]+) \(without initial connection time\)/m.exec(told)?.[1]
        const processed = /^number of transactions actually processed: (\d+)\/(\d+)/m.exec(told)
        if (rate === undefined || processed?.[1] !== processed?.[2]) throw new Error(`pgbench did not finish: ${told}`)
        return Number(rate)
      } finally {
        rmSync(folder, { recursive: true })
      }
    }
  }
}

const finished = (program: string, options: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ["ignore", "pipe", "pipe"] })
    let told = ""
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (told += text.toString()))
    child.once("error", reject)
    child.once("close", (code) => {
      if (code === 0) resolve(told)
      else reject(new Error(`pgbench ended with ${code}: ${told}`))
    })
  })
