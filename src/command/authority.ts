import type { Actor } from "./command.ts"
import type { Loading } from "./question.ts"
import type { Read } from "./read.ts"

/** What the permission floor answers for an actor and a permission. `owner`: only what the actor owns. */
export type Permit = "granted" | "owner" | "denied"

/** Who may do what; the permission floor fills it. Its reads are guarded, so a revoked right never commits. */
export interface Authority {
  permit(actor: Actor, permission: string, read: Read): Loading<Permit>
}
