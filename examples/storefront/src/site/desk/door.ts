/** Who may enter the desk, and how its forms answer. What somebody may do there is for the kernel to say. */
import { RefusedError } from "pannier/shop"
import type { hostRights } from "pannier/permission"
import { failurePage, paths } from "../../look/index.ts"
import type { Route } from "../route.ts"
import type { Visit } from "../visit.ts"

/** Staff come in; everybody else is shown the way to sign in, and back. */
export const staffOnly =
  (route: Route): Route =>
  (visit, params) => {
    if (visit.actor.kind === "staff") return route(visit, params)
    const { pathname, search } = new URL(visit.c.req.url)
    const next = visit.c.req.method === "GET" ? `${pathname}${search}` : paths(visit.language).desk
    return visit.go(`${paths(visit.language).signIn}?next=${encodeURIComponent(next)}`)
  }

/** A page of its own for a right that is missing. */
export const denied = async (visit: Visit): Promise<Response> =>
  visit.show(failurePage({ status: 403 }, await visit.frame()), 403)

/** A page that no command of the kernel guards asks for its right itself, each time, so what was revoked is gone at once. */
export const needs =
  (right: (typeof hostRights)[number], route: Route): Route =>
  async (visit, params) =>
    (await visit.may(right)).has(right) ? route(visit, params) : denied(visit)

/** Does something and goes back to the page it was asked from, saying what came of it. A right that is missing is a page of its own. */
export const act = async (visit: Visit, to: string, done: string, what: () => Promise<unknown>): Promise<Response> => {
  try {
    await what()
  } catch (cause) {
    if (!(cause instanceof RefusedError) || cause._tag === "Denied" || cause._tag === "NotFound") throw cause
    return visit.go(to, { mood: "bad", text: cause.wording[visit.language] })
  }
  await visit.house.nudge()
  return visit.go(to, { mood: "good", text: done })
}
