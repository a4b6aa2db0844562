/** Who is signed in. A session is told by its cookie alone; one that was ended before its time is on a list beside the database. */
import { randomBytes } from "node:crypto"
import { appendFile, readFile } from "node:fs/promises"

/** How long a session lasts, in milliseconds: 30 days. */
export const sessionLasts = 30 * 86_400_000

/** An id; for all but guests, when the session began (milliseconds in base 36) and 128 random bits. */
const tokenPattern = /^([a-z0-9-]{3,60})(?:\.([0-9a-z]{1,10})\.([0-9a-f]{32}))?$/

export const isGuest = (id: string): boolean => id.startsWith("guest-")

export class Sessions {
  readonly #path: string
  /** The random part of each session that was ended, with the instant from which on it would be over anyway. */
  readonly #ended: Map<string, number>

  private constructor(path: string, ended: Map<string, number>) {
    this.#path = path
    this.#ended = ended
  }

  /** Reads the list of the ended; a file that is not there lists nothing. */
  static async open(path: string, now: number): Promise<Sessions> {
    const text = await readFile(path, "utf8").catch((cause: unknown) => {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return ""
      throw cause
    })
    const ended = text
      .split("\n")
      .map((line) => line.split(" "))
      .map(([until = "", random = ""]) => [random, Number(until)] as const)
    return new Sessions(path, new Map(ended.filter(([, until]) => until > now)))
  }

  /** What stands in the cookie of somebody who signs in now. */
  begin(id: string, now: number): string {
    return `${id}.${now.toString(36)}.${randomBytes(16).toString("hex")}`
  }

  /** Who a cookie speaks for; `undefined` where its session is over or was ended. */
  whose(token: string, now: number): string | undefined {
    const [, id = "", begun, random] = tokenPattern.exec(token) ?? []
    if (begun === undefined || random === undefined) return isGuest(id) ? id : undefined
    const isOver = Number.parseInt(begun, 36) + sessionLasts <= now || this.#ended.has(random)
    return isOver || isGuest(id) ? undefined : id
  }

  /** Ends a session, on the disk before it is answered. A guest has none: the cookie is all there is, and it goes. */
  async end(token: string): Promise<void> {
    const [, , begun, random] = tokenPattern.exec(token) ?? []
    if (begun === undefined || random === undefined || this.#ended.has(random)) return
    const until = Number.parseInt(begun, 36) + sessionLasts
    this.#ended.set(random, until)
    await appendFile(this.#path, `${until} ${random}\n`, { mode: 0o600, flush: true })
  }
}
