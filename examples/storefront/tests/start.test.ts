/** `npm start`, as an operator gives it: what it refuses, where it can be reached, and how it ends. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { networkInterfaces, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { Misused, optionsOf, whyNotStarted } from "../src/site/options.ts"
import { startSite } from "../src/site/server.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "start-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts the shop through npm, whose shell must not stand between the shop and a signal. */
const start = (argv: ReadonlyArray<string>, environment: Readonly<Record<string, string>>) => {
  const npm = spawn("npm", ["start", "--silent", "--", ...argv], {
    cwd: root,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, ...environment },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let [said, wrong] = ["", ""]
  npm.stdout.on("data", (piece) => void (said += piece))
  npm.stderr.on("data", (piece) => void (wrong += piece))
  // The pipes close with the last process that has them, whatever it is a child of.
  const ended = once(npm, "close").then(([code, signal]) => ({ code, signal, said, wrong }))
  const origin = new Promise<string>((resolve, reject) => {
    npm.stdout.on("data", () => {
      const [address] = /http:\/\/\S+/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => reject(new Error(`it ended early: ${wrong}`)))
  })
  origin.catch(() => undefined)
  return { ended, origin, stop: () => npm.kill("SIGTERM") }
}

describe("what the shop is started with", () => {
  it("has defaults, which an empty variable leaves as they are", () => {
    expect(optionsOf([], {})).toEqual({ store: "sqlite:./shop.db", port: 3000 })
    expect(optionsOf([], { PORT: "" })).toMatchObject({ port: 3000 })
    expect(optionsOf(["--store", "sqlite:a.db"], { PORT: "0" })).toMatchObject({ store: "sqlite:a.db", port: 0 })
    expect(optionsOf([], { PORT: "65535" })).toMatchObject({ port: 65_535 })
    expect(optionsOf([], { HOST: "", ORIGIN: "" })).toEqual(optionsOf([], {}))
    const proxied = { HOST: "0.0.0.0", ORIGIN: "https://shop.example" }
    expect(optionsOf([], proxied)).toMatchObject({ host: "0.0.0.0", origin: "https://shop.example" })
  })

  it.each(["0x10", "1e3", "-1", "65536", "many", " 80", "80.0", "000080"])("takes no port from `%s`", (PORT) => {
    expect(() => optionsOf([], { PORT })).toThrow(Misused)
    expect(() => optionsOf([], { PORT })).toThrow(`not \`${PORT}\``)
  })

  it.each(["shop.example", "https://shop.example/", "ftp://shop.example"])("takes no address from `%s`", (ORIGIN) =>
    expect(() => optionsOf([], { ORIGIN })).toThrow(Misused)
  )

  it.each([
    [["--stroe", "sqlite:a.db"]],
    [["--store"]],
    [["a.db"]],
    [["--store", "oracle:shop"]],
    [["--store", "sqlite:"]]
  ])("refuses %j in words", (argv) => expect(() => optionsOf(argv, {})).toThrow(Misused))
})

describe("npm start", { timeout: 240_000 }, () => {
  it("ends cleanly when npm is told to end, and takes the shop with it", async () => {
    const shop = start(["--store", `sqlite:${join(folder, "shop.db")}`], { PORT: "0" })
    const origin = await shop.origin
    expect((await fetch(`${origin}/zh`)).status).toBe(200)
    // From another machine it is not reached: a manager signs in here without a password.
    const port = new URL(origin).port
    const near = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    for (const { address, internal, family } of near) {
      if (!internal && family === "IPv4") await expect(fetch(`http://${address}:${port}/zh`)).rejects.toThrow()
    }
    // Whoever goes in the middle of a form has done nothing that an operator should read of.
    const leaver = connect(Number(port), "127.0.0.1")
    leaver.write(`POST /zh/sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${origin}\r\n`)
    leaver.write("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nperson=")
    await once(leaver, "connect")
    expect((await fetch(`${origin}/zh`)).status).toBe(200)
    leaver.destroy()
    shop.stop()
    shop.stop()
    expect(await shop.ended).toMatchObject({ code: 0, signal: null, wrong: "" })
    await expect(fetch(`${origin}/zh`)).rejects.toThrow()
  })

  it("says in a sentence why it cannot start, without a stack", async () => {
    const taken = createServer().listen(0)
    await once(taken, "listening")
    const address = taken.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const { code, wrong } = await start(["--store", `sqlite:${join(folder, "never.db")}`], { PORT: String(port) }).ended
    expect({ code, wrong }).toEqual({
      code: 1,
      wrong: `端口 ${port} 已被占用，请用 PORT 另选一个 · port ${port} is in use: choose another with PORT\n`
    })
    taken.close()
    await once(taken, "close")
  })

  it("knows what an operator could mend about a store, and leaves nothing listening", async () => {
    const letter = join(folder, "letter.db")
    writeFileSync(letter, "this is no database, but a letter of some length\n".repeat(40))
    mkdirSync(join(folder, "folder.db"))
    const cases = [
      [join(folder, "none", "shop.db"), `没有这个文件夹 · no such folder: \`${join(folder, "none")}\``],
      [letter, "storage failed"],
      [join(folder, "folder.db"), "storage failed"]
    ] as const
    for (const [path, why] of cases) {
      const failed: unknown = await startSite({ store: `sqlite:${path}`, port: 0 }).then(
        () => "it started",
        (cause: unknown) => cause
      )
      expect([path, whyNotStarted(failed, { port: 0 })]).toEqual([path, expect.stringContaining(why)])
    }
    const nowhere: unknown = await startSite({ store: `sqlite:${letter}`, port: 0, host: "192.0.2.1" }).catch(
      (cause: unknown) => cause
    )
    expect(whyNotStarted(nowhere, { port: 0 })).toContain("this machine has no address such as HOST says")
    expect(whyNotStarted(new Error("ours"), { port: 0 })).toBeUndefined()
  })
})
