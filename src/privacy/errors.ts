import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/**
 * Keys could not be had, or a sealed value is not what was sealed. `detail` names the place, never a value.
 *
 * `Unavailable`: the vault cannot be reached. `Corrupt`: its own record cannot be read, or was made under another
 * key-encryption key. `Tampered`: a sealed value was changed, or belongs to another field, document or person.
 */
export const VaultError = refusal(
  "VaultError",
  { reason: Schema.Literals(["Unavailable", "Corrupt", "Tampered"]), detail: Schema.String },
  {
    status: 503,
    zh: ({ reason }) => `个人信息密钥库失败：${reason}`,
    en: ({ reason }) => `the key vault failed: ${reason}`
  }
)
export type VaultError = typeof VaultError.Type
