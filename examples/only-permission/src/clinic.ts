import * as Result from "effect/Result"
import { compile, grant, type Policy } from "pannier/permission"

// The host's own table of users, in whatever database it has. Roles are a column of it.
export interface User {
  readonly login: string
  readonly roles: ReadonlyArray<string>
}

// #region policy
export const policy: Policy = {
  roles: {
    reception: { allow: ["visit.book", "visit.list", "patient.find"] },
    nurse: { allow: ["visit.*", "patient.find", "record.read"], deny: ["visit.bill"] },
    doctor: { allow: ["visit.*", "patient.*", "record.*"] },
    patient: { own: ["record.read", "visit.list"], allow: ["visit.book"] },
    // Somebody who has left: whatever other roles they still have.
    gone: { deny: ["*"] }
  }
}
// #endregion policy

// #region check
const authoriser = compile(policy)

/** Whether a user may do this, to a thing of the given owner. */
export const may = (user: User, permission: string, owner?: string): boolean => {
  const permit = authoriser.permit(user.roles, permission)
  return permit === "granted" || (permit === "owner" && owner === user.login)
}
// #endregion check

// #region appoint
/** Gives a user a role, if everything the role may do is the appointing user's to give. */
export const appoint = (by: User, user: User, role: string): User | string => {
  const change = { granter: by.roles, assignment: { id: user.login, roles: user.roles }, role }
  return Result.match(grant(authoriser, change, 8), {
    onSuccess: ({ roles }) => ({ ...user, roles }),
    onFailure: (refusal) => (refusal._tag === "Denied" ? `may not give ${refusal.permission}` : refusal._tag)
  })
}
// #endregion appoint
