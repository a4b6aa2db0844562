import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** No role has this name, or it is that of a kind, which nobody can be given. */
export const RoleUnknown = refusal(
  "RoleUnknown",
  { role: Schema.String },
  { status: 404, zh: ({ role }) => `没有角色 \`${role}\``, en: ({ role }) => `no role \`${role}\`` }
)
export type RoleUnknown = typeof RoleUnknown.Type

/** A member of the staff has as many roles as one can have. */
export const RolesFull = refusal(
  "RolesFull",
  { staff: Schema.String, most: Schema.Int },
  {
    status: 409,
    zh: ({ staff, most }) => `\`${staff}\` 的角色已达上限 ${most} 个`,
    en: ({ staff, most }) => `\`${staff}\` has ${most} roles, which is the most`
  }
)
export type RolesFull = typeof RolesFull.Type
