/** What `npm start` is told, and what it says when it cannot start. */
import { dirname } from "node:path"
import { parseArgs } from "node:util"
import * as Schema from "effect/Schema"
import { failures } from "pannier/command"
import { message } from "pannier/kernel"

/** Something was asked for that cannot be: told in both languages, and the process ends with 2. */
export class Misused extends Error {
  override readonly name = "Misused"
}

export interface Options {
  readonly store: string
  readonly port: number
  /** The address that is listened on. Absent: that of this machine alone. */
  readonly host?: string
  /** Where buyers reach the shop, where a proxy stands before it: `https://shop.example`. */
  readonly origin?: string
}

/** The path of a store that is named `sqlite:PATH`. */
export const pathOf = (store: string): string => {
  const [, path] = /^sqlite:(.+)$/.exec(store) ?? []
  if (path === undefined) throw new Misused(`--store 应为 sqlite:路径 · --store must be sqlite:PATH, not \`${store}\``)
  return path
}

/** Reads the command line and the environment. An empty variable counts as one that is not set. */
export const optionsOf = (
  argv: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>
): Options => {
  const store = storeIn(argv)
  pathOf(store)
  const port = environment["PORT"] || "3000"
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Misused(`PORT 应为 0 到 65535 的整数 · PORT must be a whole number from 0 to 65535, not \`${port}\``)
  }
  const [host, origin] = [environment["HOST"] || undefined, environment["ORIGIN"] || undefined]
  if (origin !== undefined && !isOrigin(origin)) {
    throw new Misused(
      `ORIGIN 应为网站地址，如 https://shop.example · ORIGIN must be the address of a site, such as https://shop.example, not \`${origin}\``
    )
  }
  return {
    store,
    port: Number(port),
    ...(host === undefined ? {} : { host }),
    ...(origin === undefined ? {} : { origin })
  }
}

const isOrigin = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text

const usage = "用法 · usage: PORT=3000 HOST=127.0.0.1 npm start -- --store sqlite:./shop.db"

const storeIn = (argv: ReadonlyArray<string>): string => {
  try {
    return parseArgs({ args: [...argv], options: { store: { type: "string", default: "sqlite:./shop.db" } } }).values
      .store
  } catch (cause) {
    throw new Misused(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause })
  }
}

/** Why the shop could not be started, in both languages. `undefined`: for no reason that an operator could mend. */
export const whyNotStarted = (cause: unknown, { port }: { readonly port: number }): string | undefined => {
  if (!(cause instanceof Error)) return failureOf(cause)
  if (cause instanceof Misused) return cause.message
  if (!("code" in cause)) return undefined
  if ("syscall" in cause && cause.syscall === "listen") return cannotListen(String(cause.code), port)
  if ("syscall" in cause && cause.syscall === "getaddrinfo" && "hostname" in cause) {
    return `没有这个地址，请检查 HOST · no such address, check HOST: \`${String(cause.hostname)}\``
  }
  if (!("path" in cause) || typeof cause.path !== "string") return undefined
  return cause.code === "ENOENT"
    ? `没有这个文件夹 · no such folder: \`${dirname(cause.path)}\``
    : `打不开 · cannot open \`${cause.path}\`: ${String(cause.code)}`
}

const cannotListen = (code: string, port: number): string => {
  if (code === "EADDRINUSE") {
    return `端口 ${port} 已被占用，请用 PORT 另选一个 · port ${port} is in use: choose another with PORT`
  }
  if (code === "EADDRNOTAVAIL") return "本机没有 HOST 所说的地址 · this machine has no address such as HOST says"
  return `无法监听端口 ${port} · cannot listen on port ${port}: ${code}`
}

/** What the store or the vault answered, with the detail that only those who run the machine should see. */
const failureOf = (fact: unknown): string | undefined => {
  for (const schema of failures) {
    if (!Schema.is(schema)(fact)) continue
    const { zh, en } = message(schema, fact)
    const detail = "detail" in fact && typeof fact.detail === "string" && fact.detail !== "" ? `: ${fact.detail}` : ""
    return `${zh} · ${en}${detail}`
  }
  return undefined
}
