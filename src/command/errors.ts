import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"
import { AlreadyDone, BalanceOutOfRange } from "../ledger/errors.ts"
import { VaultError } from "../privacy/errors.ts"
import { AlreadyExists, ClockSkew, IdempotencyKeyReuse, StorageError, Taken } from "../storage/errors.ts"

/** The input does not fit the Schema of the operation. `path` is a JSON pointer (RFC 6901) to what does not. */
export const InvalidInput = refusal(
  "InvalidInput",
  { path: Schema.String, reason: Schema.String },
  {
    status: 400,
    zh: ({ path, reason }) => `输入无效，位于 \`${path}\`：${reason}`,
    en: ({ path, reason }) => `invalid input at \`${path}\`: ${reason}`
  }
)
export type InvalidInput = typeof InvalidInput.Type

/** The actor may not do this, whatever document it names. */
export const Denied = refusal(
  "Denied",
  { permission: Schema.String },
  {
    status: 403,
    zh: ({ permission }) => `没有权限 \`${permission}\``,
    en: ({ permission }) => `permission \`${permission}\` is not granted`
  }
)
export type Denied = typeof Denied.Type

/** There is no such document, or none that this actor may know of: the two are told in the same words (L50). */
export const NotFound = refusal(
  "NotFound",
  { collection: Schema.String, id: Schema.String },
  {
    status: 404,
    zh: ({ collection, id }) => `找不到 ${collection} \`${id}\``,
    en: ({ collection, id }) => `no ${collection} \`${id}\``
  }
)
export type NotFound = typeof NotFound.Type

/** Others changed the same documents again and again; the caller may try once more. */
export const Contention = refusal(
  "Contention",
  { tries: Schema.Int },
  {
    status: 503,
    zh: ({ tries }) => `并发冲突，已重试 ${tries} 次`,
    en: ({ tries }) => `others were faster ${tries} times`
  }
)
export type Contention = typeof Contention.Type

/** The machine's table has no entry for this state and event: what `next` of the kernel refuses, for the edge. */
export const IllegalTransition = refusal(
  "IllegalTransition",
  {
    machine: Schema.String,
    state: Schema.String,
    event: Schema.String,
    allowed: Schema.Array(Schema.String)
  },
  {
    status: 409,
    zh: ({ machine, state, event }) => `${machine} 处于 \`${state}\`，不能 \`${event}\``,
    en: ({ machine, state, event }) => `${machine} is \`${state}\`, which does not allow \`${event}\``
  }
)
export type IllegalTransition = typeof IllegalTransition.Type

/**
 * A document of a newer Schema than this node reads, or one that could only be written in a version that older nodes do not
 * read yet. A node of the newer version can do what was asked.
 */
export const VersionAhead = refusal(
  "VersionAhead",
  { collection: Schema.String, id: Schema.String, version: Schema.Number, highest: Schema.Int },
  {
    status: 503,
    zh: ({ collection, id, version, highest }) =>
      `\`${collection}/${id}\` 的结构版本为 ${version}，此节点目前最高支持 ${highest}`,
    en: ({ collection, id, version, highest }) =>
      `\`${collection}/${id}\` has schema version ${version}, and this node goes up to ${highest} for now`
  }
)
export type VersionAhead = typeof VersionAhead.Type

/** What any command may answer beside its own refusals. */
export type Failure =
  | InvalidInput
  | Denied
  | NotFound
  | IdempotencyKeyReuse
  | AlreadyExists
  | AlreadyDone
  | BalanceOutOfRange
  | Taken
  | Contention
  | VersionAhead
  | ClockSkew
  | StorageError
  | VaultError

/** The Schemas of {@link Failure}, in order of precedence. */
export const failures = [
  InvalidInput,
  Denied,
  NotFound,
  IdempotencyKeyReuse,
  AlreadyExists,
  AlreadyDone,
  BalanceOutOfRange,
  Taken,
  Contention,
  VersionAhead,
  ClockSkew,
  StorageError,
  VaultError
] as const
