import * as Schema from "effect/Schema"
import { refusal } from "pannier/kernel"

/** The host knows no actor for this request. */
export const Unauthenticated = refusal(
  "Unauthenticated",
  {},
  { status: 401, zh: () => "请先登录", en: () => "sign in first" }
)
export type Unauthenticated = typeof Unauthenticated.Type

/** Nothing is to be had at this path. */
export const RouteUnknown = refusal(
  "RouteUnknown",
  { path: Schema.String },
  { status: 404, zh: ({ path }) => `没有路径 \`${path}\``, en: ({ path }) => `no route \`${path}\`` }
)
export type RouteUnknown = typeof RouteUnknown.Type

/** The path is known, but not by this method. */
export const MethodNotAllowed = refusal(
  "MethodNotAllowed",
  { method: Schema.String, allowed: Schema.Array(Schema.String) },
  {
    status: 405,
    zh: ({ method, allowed }) => `不支持方法 \`${method}\`,请用 ${allowed.join("、")}`,
    en: ({ method, allowed }) => `method \`${method}\` is not allowed, ${allowed.join(" and ")} is`
  }
)
export type MethodNotAllowed = typeof MethodNotAllowed.Type

/** A rule of the program was broken, not by the caller. What it was stands in the host's own log alone. */
export const Defect = refusal("Defect", {}, { status: 500, zh: () => "服务器内部错误", en: () => "internal error" })
export type Defect = typeof Defect.Type

/** The handler was told to end and takes nothing new. */
export const ShuttingDown = refusal(
  "ShuttingDown",
  {},
  { status: 503, zh: () => "服务正在关闭", en: () => "the server is shutting down" }
)
export type ShuttingDown = typeof ShuttingDown.Type
