import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { AnyCommand, AnyQuery, Permit } from "../command/index.ts"
import { broken, every, held, type Law, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import { mostRoles, type Policy, type Role } from "./model.ts"
import { authorise, compile, grant, isKnown, revoke, rolesOf } from "./rules.ts"

// A small world, so that patterns meet permissions and roles meet each other.
const permissions = ["order.place", "order.ship", "order.line.add", "orders.place", "stock.count", "order"] as const
const patterns = ["*", "order.*", "order.line.*", "stock.*", "order.place", "order.ship", "stock.count"] as const
const names = ["staff", "clerk", "cashier", "manager"] as const

const Name = Schema.Literals(names)
const Permission = Schema.Literals(permissions)
const Patterns = Schema.Array(Schema.Literals(patterns)).check(Schema.isMaxLength(3))
const Roles = Schema.Array(Schema.Literals([...names, "nobody", "constructor"])).check(Schema.isMaxLength(4))

const FreeRole = Schema.Struct({ allow: Patterns, own: Patterns })
const AnyRole = Schema.Struct({ allow: Patterns, own: Patterns, deny: Patterns })
const world = <R>(role: Schema.Codec<R, unknown>) =>
  Schema.Struct({ staff: role, clerk: role, cashier: role, manager: role })

/** A check of one permission against a policy. */
const Check = Schema.Struct({ roles: world(AnyRole), held: Roles, permission: Permission })
const FreeCheck = Schema.Struct({ roles: world(FreeRole), held: Roles, permission: Permission })

/** The code under test: {@link authorise}, {@link compile}, or a host's own. */
export type Authorise = (policy: Policy, roles: ReadonlyArray<string>, permission: string) => Permit

const rank: { readonly [P in Permit]: number } = { denied: 0, owner: 1, granted: 2 }

const denies = (policy: Policy, roles: ReadonlyArray<string>, permission: string): boolean =>
  // What a deny does is told by a policy that allows everything else.
  authorise({ roles: { ...policy.roles, all: { allow: ["*"] } } }, [...roles, "all"], permission) === "denied"

/** L44: an empty policy allows nothing, and neither does having no role. */
export const defaultDeny = (of: Authorise): Law<typeof Check.Type> =>
  law({
    id: "L44",
    title: "default deny: an empty policy allows nothing, and no role allows nothing",
    input: Check,
    holds: ({ roles, held: roleNames, permission }) =>
      every([
        verdict(of({ roles: {} }, roleNames, permission) === "denied", () => "an empty policy allowed it"),
        verdict(of({ roles }, [], permission) === "denied", () => "nobody's role allowed it"),
        verdict(of({ roles }, ["nobody", "constructor"], permission) === "denied", () => "an unknown role allowed it")
      ])
  })

/** L45: where any deny matches, the answer is denied. */
export const denyOverrides = (of: Authorise): Law<typeof Check.Type> =>
  law({
    id: "L45",
    title: "deny overrides: if any deny matches, the answer is denied whatever else matches",
    input: Check,
    holds: ({ roles, held: roleNames, permission }) => {
      if (!denies({ roles }, roleNames, permission)) return vacuous("no deny matches")
      return verdict(of({ roles }, roleNames, permission) === "denied", () => "it was allowed all the same")
    }
  })

const Grown = Schema.Struct({ check: FreeCheck, to: Name, pattern: Schema.Literals(patterns) })

/** L46, without denies: another allow never takes a right away. */
export const grantsOnlyAdd = (of: Authorise): Law<typeof Grown.Type> =>
  law({
    id: "L46",
    title: "grant monotonicity: without denies, another grant never removes an allow",
    input: Grown,
    holds: ({ check: { roles, held: roleNames, permission }, to, pattern }) => {
      const before = of({ roles }, roleNames, permission)
      if (before === "denied") return vacuous("it was denied before")
      const { allow, own } = roles[to]
      const after = [
        of({ roles: { ...roles, [to]: { allow: [...allow, pattern], own } } }, roleNames, permission),
        of({ roles: { ...roles, [to]: { allow, own: [...own, pattern] } } }, roleNames, permission),
        of({ roles }, [...roleNames, to], permission)
      ]
      return every(after.map((one) => verdict(rank[one] >= rank[before], () => `${before} became ${one}`)))
    }
  })

const Denied = Schema.Struct({ check: Check, to: Name, pattern: Schema.Literals(patterns) })

/** L46, the other half: another deny never adds a right. */
export const deniesOnlyRemove = (of: Authorise): Law<typeof Denied.Type> =>
  law({
    id: "L46",
    title: "grant monotonicity: another deny never adds an allow",
    input: Denied,
    holds: ({ check: { roles, held: roleNames, permission }, to, pattern }) => {
      const before = of({ roles }, roleNames, permission)
      const role: Role = { ...roles[to], deny: [...roles[to].deny, pattern] }
      const after = of({ roles: { ...roles, [to]: role } }, roleNames, permission)
      return verdict(rank[after] <= rank[before], () => `${before} became ${after}`)
    }
  })

/** L47: neither the order of anything in a policy nor its being said twice matters. */
export const orderIsNothing = (of: Authorise): Law<typeof Check.Type> =>
  law({
    id: "L47",
    title: "the order and the duplicates of policies do not matter",
    input: Check,
    holds: ({ roles, held: roleNames, permission }) => {
      const twice = <A>(list: ReadonlyArray<A>) => [...list].reverse().concat(list)
      const turned = Object.fromEntries(
        Object.entries(roles)
          .reverse()
          .map(([name, { allow, own, deny }]) => [
            name,
            { deny: twice(deny), own: twice(own), allow: twice(allow) } satisfies Role
          ])
      )
      const before = of({ roles }, roleNames, permission)
      const after = of({ roles: turned }, twice(roleNames), permission)
      return verdict(before === after, () => `${before} became ${after}`)
    }
  })

const Step = Schema.Struct({
  act: Schema.Literals(["grant", "revoke"]),
  by: Schema.Literals(["ann", "bob", "eve"]),
  to: Schema.Literals(["ann", "bob", "eve"]),
  role: Name
})

const Story = Schema.Struct({
  roles: world(AnyRole),
  first: Name,
  steps: Schema.Array(Step).check(Schema.isMinLength(1), Schema.isMaxLength(12))
})

/**
 * L48: of any sequence of grants and revocations that were not refused, each gives rights that its granter has then. The
 * rights are told by {@link authorise} over every permission of a small world.
 */
export const noEscalation = (of: {
  readonly grant: typeof grant
  readonly revoke: typeof revoke
}): Law<typeof Story.Type> =>
  law({
    id: "L48",
    title:
      "no escalation: what an actor grants or brings about by revoking is within what the actor may do at that time",
    input: Story,
    holds: ({ roles, first, steps }) => {
      const policy: Policy = { roles }
      const authoriser = compile(policy)
      const given = new Map<string, ReadonlyArray<string>>([["ann", [first]]])
      const verdicts: Array<Verdict> = []
      for (const { act, by, to, role } of steps) {
        const granter = rolesOf("staff", given.get(by))
        const assignment = { id: to, roles: given.get(to) ?? [] }
        const change = { granter, assignment, role }
        const changed = act === "grant" ? of.grant(authoriser, change, mostRoles) : of.revoke(authoriser, change)
        if (Result.isFailure(changed)) continue
        const before = rolesOf("staff", assignment.roles)
        const after = rolesOf("staff", changed.success.roles)
        verdicts.push(...permissions.map((permission) => within(policy, permission, granter, before, after)))
        given.set(to, changed.success.roles)
      }
      return verdicts.length === 0 ? vacuous("every step was refused") : every(verdicts)
    }
  })

const within = (
  policy: Policy,
  permission: string,
  granter: ReadonlyArray<string>,
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>
): Verdict => {
  const gained = authorise(policy, after, permission)
  if (rank[gained] <= rank[authorise(policy, before, permission)]) return vacuous("nothing was gained")
  const own = authorise(policy, granter, permission)
  return verdict(rank[gained] <= rank[own], () => `${permission}: ${gained} was given by one who has ${own}`)
}

/** A table of commands and queries, as a shop has it: domain, name, value. */
export interface PermissionTable {
  readonly [domain: string]: { readonly [name: string]: AnyCommand | AnyQuery }
}

/** L53: every command and query of a table names a permission, and some role of the policy has it. Proved over the table. */
export const everyCommandIsGuarded = (policy: Policy, table: PermissionTable): Law<AnyCommand | AnyQuery> =>
  law({
    id: "L53",
    title: "every exported command names a permission that the policy knows",
    input: Object.values(table).flatMap((domain) => Object.values(domain)),
    holds: ({ name, permission }) => {
      if (permission === "") return broken(`\`${name}\` names no permission`)
      return isKnown(policy, permission) ? held : broken(`\`${name}\` asks for \`${permission}\`, which no role has`)
    }
  })

/** The laws of any authoriser. */
export const authoriserLaws = (of: Authorise) =>
  [defaultDeny(of), denyOverrides(of), grantsOnlyAdd(of), deniesOnlyRemove(of), orderIsNothing(of)] as const
