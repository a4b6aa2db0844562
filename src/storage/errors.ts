import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"
import type { Wording } from "../kernel/language.ts"
import type { LedgerRefusal } from "../ledger/errors.ts"

/** A document that the decision rests on has changed since it was read. `execute` loads and decides again. */
export const StaleVersion = refusal(
  "StaleVersion",
  { collection: Schema.String, id: Schema.String, expected: Schema.Int, actual: Schema.Int },
  {
    status: 409,
    zh: ({ collection, id }) => `\`${collection}/${id}\` 已被修改`,
    en: ({ collection, id }) => `\`${collection}/${id}\` has changed`
  }
)
export type StaleVersion = typeof StaleVersion.Type

/** A document was to be made under an id that is in use. */
export const AlreadyExists = refusal(
  "AlreadyExists",
  { collection: Schema.String, id: Schema.String },
  {
    status: 409,
    zh: ({ collection, id }) => `\`${collection}/${id}\` 已存在`,
    en: ({ collection, id }) => `\`${collection}/${id}\` exists already`
  }
)
export type AlreadyExists = typeof AlreadyExists.Type

/** Somebody else has this value in its scope. */
export const Taken = refusal(
  "Taken",
  { scope: Schema.String, value: Schema.String },
  {
    status: 409,
    zh: ({ scope, value }) => `\`${scope}\` 中的 \`${value}\` 已被占用`,
    en: ({ scope, value }) => `\`${value}\` is taken in \`${scope}\``
  }
)
export type Taken = typeof Taken.Type

/** The key was used before with another input. */
export const IdempotencyKeyReuse = refusal(
  "IdempotencyKeyReuse",
  { key: Schema.String },
  {
    status: 422,
    zh: ({ key }) => `幂等键 \`${key}\` 已用于另一个请求`,
    en: ({ key }) => `idempotency key \`${key}\` was used for another request`
  }
)
export type IdempotencyKeyReuse = typeof IdempotencyKeyReuse.Type

/** The commit's instant is too far from storage's own clock. Milliseconds. */
export const ClockSkew = refusal(
  "ClockSkew",
  { at: Schema.Int, clock: Schema.Int },
  {
    status: 503,
    zh: ({ at, clock }) => `时钟相差 ${Math.abs(at - clock)} 毫秒`,
    en: ({ at, clock }) => `the clocks differ by ${Math.abs(at - clock)} ms`
  }
)
export type ClockSkew = typeof ClockSkew.Type

/** The connection broke after the commit was sent: it may stand or not. The same key settles which. */
export const Unknown = refusal(
  "Unknown",
  { key: Schema.String },
  {
    status: 503,
    zh: ({ key }) => `不知道 \`${key}\` 是否已提交`,
    en: ({ key }) => `it is not known whether \`${key}\` was committed`
  }
)
export type Unknown = typeof Unknown.Type

/** Storage failed and changed nothing. */
export const StorageError = refusal(
  "StorageError",
  {
    reason: Schema.Literals([
      "Unavailable",
      "Full",
      "Corrupt",
      "Closed",
      "Unsupported",
      "TooLarge",
      "BadCursor",
      "IndexUnknown",
      "IndexBuilding"
    ]),
    detail: Schema.String
  },
  {
    status: 503,
    zh: ({ reason }) => `存储失败：${reason}`,
    en: ({ reason }) => `storage failed: ${reason}`
  }
)
export type StorageError = typeof StorageError.Type

/**
 * The host's own part of a commit failed, and nothing of the commit stands. `cause` is what the part threw, as it threw it;
 * `detail` is what that says of itself.
 */
export const HostRefused = refusal(
  "HostRefused",
  { detail: Schema.String },
  {
    status: 409,
    zh: ({ detail }) => `宿主在同一事务中的操作失败，未提交：${detail}`,
    en: ({ detail }) => `the host's own part failed, and nothing was committed: ${detail}`
  }
)
export type HostRefused = typeof HostRefused.Type & { readonly cause: unknown }

const breaks: ReadonlyMap<string, Wording> = new Map([
  ["changed", { zh: "与封链时不一致", en: "is not the one that was chained" }],
  ["missing", { zh: "缺失", en: "is missing" }],
  ["unlinked", { zh: "缺少链接", en: "has lost its link" }],
  ["replaced", { zh: "与外部锚定的链头不一致", en: "is not the one whose head was anchored" }]
])

/**
 * The log is not the one that was chained. `position` is the first bad one. `changed`: the entry there is another than was
 * chained. `missing`: there is none. `unlinked`: its link was taken away. `replaced`: the past up to it is another than was anchored.
 */
export const ChainBroken = refusal(
  "ChainBroken",
  { position: Schema.Int, why: Schema.Literals(["changed", "missing", "unlinked", "replaced"]) },
  {
    status: 500,
    zh: ({ position, why }) => `日志在第 ${position} 条处${breaks.get(why)?.zh ?? why}`,
    en: ({ position, why }) => `entry ${position} of the log ${breaks.get(why)?.en ?? why}`
  }
)
export type ChainBroken = typeof ChainBroken.Type

/** The head of the chain could not be published or read. */
export const AnchorError = refusal(
  "AnchorError",
  { reason: Schema.Literals(["Unavailable", "Corrupt"]), detail: Schema.String },
  {
    status: 503,
    zh: ({ reason }) => `链头锚定失败：${reason}`,
    en: ({ reason }) => `the anchor of the log failed: ${reason}`
  }
)
export type AnchorError = typeof AnchorError.Type

/** Why a commit was refused, in the order in which it is asked; a refused commit leaves no trace. */
export type CommitRefusal =
  | IdempotencyKeyReuse
  | ClockSkew
  | StaleVersion
  | AlreadyExists
  | Taken
  | LedgerRefusal
  | Unknown
  | StorageError
