import { randomBytes } from "node:crypto"
import type { Actor } from "pannier/command"

/** The users of this server, which it had before it had a shop. */
const users: ReadonlyMap<string, "customer" | "staff"> = new Map([
  ["ann", "customer"],
  ["ben", "customer"],
  ["chen", "staff"]
])

/** Who is signed in, by the token in their cookie. */
const sessions = new Map<string, string>()

/** Signs a user in and answers the session's token. Checking a password is left out here. */
export const signIn = (login: string): string | undefined => {
  if (!users.has(login)) return undefined
  const token = unguessable()
  sessions.set(token, login)
  return token
}

/** A token of 192 bits: whoever has it is taken for the one it was given to. */
export const unguessable = (): string => randomBytes(24).toString("hex")

/** The value of a cookie. */
const cookie = (header: string | null | undefined, name: string): string | undefined =>
  header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

// #region actor
/** The token of a guest, whole: an empty one, or half of one, could be somebody else's too. */
export const guestToken = (cookies: string | null | undefined): string | undefined => {
  const token = cookie(cookies, "guest")
  return token !== undefined && /^[0-9a-f]{48}$/.test(token) ? token : undefined
}

/** Who a request's cookies speak for: a user who has signed in, a guest with a token of their own, or nobody. */
export const actorOf = (cookies: string | null | undefined): Actor | undefined => {
  const login = sessions.get(cookie(cookies, "session") ?? "")
  const kind = login === undefined ? undefined : users.get(login)
  if (login !== undefined && kind !== undefined) return { id: login, kind }
  const guest = guestToken(cookies)
  return guest === undefined ? undefined : { id: `guest:${guest}`, kind: "guest" }
}
// #endregion actor
