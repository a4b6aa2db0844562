/** The shape of the shop's addresses. */
import type { Visit } from "./visit.ts"

/** How a page answers a visit. */
export type Route = (visit: Visit, params: Readonly<Record<string, string>>) => Promise<Response> | Response

/** Addresses under a language, by method and path. */
export interface Routes {
  readonly get?: Readonly<Record<string, Route>>
  readonly post?: Readonly<Record<string, Route>>
}
