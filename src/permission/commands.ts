import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Authority, collection, command, Denied, event, put, query, read } from "../command/index.ts"
import { ref } from "../kernel/id.ts"
import { RolesFull, RoleUnknown } from "./errors.ts"
import { Assignment, mostAsked, mostRoles, Permission, type Policy, Rights, RoleName } from "./model.ts"
import { compile, grant, revoke, rolesOf } from "./rules.ts"

/** Which roles each member of the staff has. Its ids are those of actors. */
export const assignments = collection<Assignment>("assignments", { schema: Assignment, id: ({ id }) => id })

/** A member of the staff was given a role. */
export const RoleGranted = event("RoleGranted", Schema.Struct({ role: Schema.String }))

/** A role was taken from a member of the staff. */
export const RoleRevoked = event("RoleRevoked", Schema.Struct({ role: Schema.String }))

/**
 * Who may do what, for `execute`. The roles of the staff are read with every command and guarded, so what is revoked is
 * gone with the next command, and one that was on its way does not commit (L53).
 */
export const authority = (policy: Policy): Authority => {
  const { permit } = compile(policy)
  return {
    *permit(actor, permission) {
      const given = actor.kind === "staff" ? yield* read.maybe(assignments, actor.id) : undefined
      return permit(rolesOf(actor.kind, given?.roles), permission)
    }
  }
}

const ChangeRole = Schema.Struct({ staff: ref("assignments"), role: RoleName })

/** The commands and the query of a policy. */
export const permissionCommands = (policy: Policy) => {
  const authoriser = compile(policy)
  const load = function* (staff: string, granter: string) {
    const found = yield* read.some(assignments, [staff, granter])
    return { assignment: found.get(staff) ?? { id: staff, roles: [] }, given: found.get(granter)?.roles }
  }
  return {
    grant: command("permission.grant", {
      summary: "gives a member of the staff a role whose rights the granter has",
      input: ChangeRole,
      reply: Assignment,
      refusals: [RoleUnknown, Denied, RolesFull],
      permission: "permission.grant",
      *load({ staff }, _read, actor) {
        return yield* load(staff, actor.id)
      },
      decide: ({ assignment, given }, { role }, { actor }) =>
        Result.map(
          grant(authoriser, { granter: rolesOf(actor.kind, given), assignment, role }, mostRoles),
          (changed) => ({
            reply: changed,
            changes: changed.roles === assignment.roles ? [] : [put(assignments, changed, RoleGranted.of({ role }))]
          })
        )
    }),
    revoke: command("permission.revoke", {
      summary: "takes a role from a member of the staff",
      input: ChangeRole,
      reply: Assignment,
      refusals: [Denied],
      permission: "permission.revoke",
      *load({ staff }, _read, actor) {
        return yield* load(staff, actor.id)
      },
      decide: ({ assignment, given }, { role }, { actor }) =>
        Result.map(revoke(authoriser, { granter: rolesOf(actor.kind, given), assignment, role }), (changed) => ({
          reply: changed,
          changes: assignment.roles.includes(role) ? [put(assignments, changed, RoleRevoked.of({ role }))] : []
        }))
    }),
    mine: query("permission.mine", {
      summary: "the roles of the one who asks, and what they may do of what is asked",
      input: Schema.Struct({ of: Schema.optionalKey(Schema.Array(Permission).check(Schema.isMaxLength(mostAsked))) }),
      reply: Rights,
      permission: "permission.mine",
      *load(_input, _read, { actor }) {
        const found = actor.kind === "staff" ? yield* read.maybe(assignments, actor.id) : undefined
        return rolesOf(actor.kind, found?.roles)
      },
      answer: (roles, { of = [] }) => ({
        roles,
        may: Object.fromEntries(of.map((permission) => [permission, authoriser.permit(roles, permission)]))
      })
    })
  }
}
