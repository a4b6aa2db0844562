import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

const Amount = Schema.BigIntFromString

/** A decision would take an account past its floor or ceiling. `available` is what it could still give or take. */
export const BoundExceeded = refusal(
  "BoundExceeded",
  {
    account: Schema.String,
    bound: Schema.Literals(["floor", "ceiling"]),
    wanted: Amount,
    available: Amount
  },
  {
    status: 409,
    zh: ({ account, wanted, available }) => `账户 \`${account}\` 可用 ${available}，不足 ${wanted}`,
    en: ({ account, wanted, available }) => `account \`${account}\` has ${available} available, wanted ${wanted}`
  }
)
export type BoundExceeded = typeof BoundExceeded.Type

/** The hold has ended: settled, released, or dead because its instant has come. */
export const HoldResolved = refusal(
  "HoldResolved",
  { hold: Schema.String, state: Schema.Literals(["settled", "released", "expired"]) },
  {
    status: 409,
    zh: ({ hold, state }) => `预留 \`${hold}\` 已结束：${state}`,
    en: ({ hold, state }) => `hold \`${hold}\` has ended: ${state}`
  }
)
export type HoldResolved = typeof HoldResolved.Type

/** No hold has this id. */
export const HoldUnknown = refusal(
  "HoldUnknown",
  { hold: Schema.String },
  { status: 404, zh: ({ hold }) => `没有预留 \`${hold}\``, en: ({ hold }) => `no hold \`${hold}\`` }
)
export type HoldUnknown = typeof HoldUnknown.Type

/** A transfer with this id was made before, under another commit: a late replay moves nothing. */
export const AlreadyDone = refusal(
  "AlreadyDone",
  { transfer: Schema.String },
  {
    status: 409,
    zh: ({ transfer }) => `转账 \`${transfer}\` 已经做过`,
    en: ({ transfer }) => `transfer \`${transfer}\` was made before`
  }
)
export type AlreadyDone = typeof AlreadyDone.Type

/** An account would count more of its unit than books can: its balance, or what is held of it, leaves 64 bits. */
export const BalanceOutOfRange = refusal(
  "BalanceOutOfRange",
  { transfer: Schema.String, unit: Schema.String, largest: Amount },
  {
    status: 422,
    zh: ({ unit, largest }) => `账户的 \`${unit}\` 余额不能超过 ${largest}`,
    en: ({ unit, largest }) => `an account holds at most ${largest} of \`${unit}\``
  }
)
export type BalanceOutOfRange = typeof BalanceOutOfRange.Type

/** A transfer that no book can carry out, whatever its balances: a defect of the rule that made it. */
export const TransferInvalid = refusal(
  "TransferInvalid",
  {
    transfer: Schema.String,
    why: Schema.Literals([
      "amount not positive",
      "amount out of range",
      "units differ",
      "account redefined",
      "bounds without zero",
      "short account unfit",
      "same account",
      "hold already over",
      "more than held"
    ])
  },
  {
    status: 500,
    zh: ({ transfer, why }) => `转账 \`${transfer}\` 无效：${why}`,
    en: ({ transfer, why }) => `transfer \`${transfer}\` is invalid: ${why}`
  }
)
export type TransferInvalid = typeof TransferInvalid.Type

/** Why a list of transfers is refused. */
export type LedgerRefusal =
  | BoundExceeded
  | HoldResolved
  | HoldUnknown
  | AlreadyDone
  | BalanceOutOfRange
  | TransferInvalid
