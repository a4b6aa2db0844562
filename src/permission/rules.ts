import * as Result from "effect/Result"
import type { Denied, Permit } from "../command/index.ts"
import type { RoleUnknown, RolesFull } from "./errors.ts"
import type { Assignment, Kind, Policy, Role } from "./model.ts"

/** Whether a pattern of a policy means this permission. */
export const matches = (pattern: string, permission: string): boolean =>
  pattern === permission || pattern === "*" || (pattern.endsWith(".*") && permission.startsWith(pattern.slice(0, -1)))

/**
 * What these roles may do: denied if any of them denies it; else granted if any allows it; else what is one's own, if any
 * allows that; else denied. A role that the policy does not have gives nothing.
 *
 * Laws: L44 to L47. This is the specification; {@link compile} is the same, fast.
 */
export const authorise = (policy: Policy, roles: ReadonlyArray<string>, permission: string): Permit => {
  const held = roles.filter((name) => Object.hasOwn(policy.roles, name)).map((name) => policy.roles[name])
  const some = (list: keyof Role) => held.some((role) => role?.[list]?.some((pattern) => matches(pattern, permission)))
  if (some("deny")) return "denied"
  if (some("allow")) return "granted"
  return some("own") ? "owner" : "denied"
}

/** A policy made ready: a check costs the same however many patterns it has. */
export interface Authoriser {
  readonly policy: Policy
  readonly permit: (roles: ReadonlyArray<string>, permission: string) => Permit
  /** For every way in which permissions can match the policy's patterns one permission, and the pattern that stands for it. */
  readonly kinds: ReadonlyArray<{ readonly permission: string; readonly pattern: string }>
}

const owned = 1
const allowed = 2
const denied = 4

// By the bits of what matched: a deny counts more than an allow, an allow more than one's own.
const answers: ReadonlyArray<Permit> = ["denied", "owner", "granted", "granted", "denied", "denied", "denied", "denied"]

/** Makes a policy ready. Law: for all roles and permissions, its `permit` is {@link authorise}. */
export const compile = (policy: Policy): Authoriser => {
  const roles = new Map(Object.entries(policy.roles).map(([name, role]) => [name, indexed(role)]))
  return {
    policy,
    permit: (held, permission) => {
      let bits = 0
      for (const name of held) {
        const role = roles.get(name)
        if (role !== undefined) bits |= matched(role, permission)
      }
      return answers[bits] ?? "denied"
    },
    kinds: kindsOf(policy)
  }
}

interface Index {
  readonly all: number
  readonly exact: ReadonlyMap<string, number>
  /** By what stands before the star, point included. */
  readonly below: ReadonlyMap<string, number>
  /** Permissions asked for before: a shop asks for the few hundred that its commands name. */
  readonly known: Map<string, number>
}

const indexed = (role: Role): Index => {
  let all = 0
  const exact = new Map<string, number>()
  const below = new Map<string, number>()
  const enter = (patterns: ReadonlyArray<string> | undefined, bit: number): void => {
    for (const pattern of patterns ?? []) {
      const [map, key] = pattern.endsWith(".*") ? [below, pattern.slice(0, -1)] : [exact, pattern]
      if (pattern === "*") all |= bit
      else map.set(key, (map.get(key) ?? 0) | bit)
    }
  }
  enter(role.own, owned)
  enter(role.allow, allowed)
  enter(role.deny, denied)
  return { all, exact, below, known: new Map() }
}

/** How many answers a role remembers; past it, they are worked out each time. */
const mostRemembered = 4096

const matched = ({ all, exact, below, known }: Index, permission: string): number => {
  const remembered = known.get(permission)
  if (remembered !== undefined) return remembered
  let bits = all | (exact.get(permission) ?? 0)
  for (let point = permission.indexOf("."); point >= 0; point = permission.indexOf(".", point + 1)) {
    bits |= below.get(permission.slice(0, point + 1)) ?? 0
  }
  if (known.size < mostRemembered) known.set(permission, bits)
  return bits
}

// No permission has a question mark, so a name with one below a prefix is below it and its parents and matches nothing else.
const kindsOf = (policy: Policy): Authoriser["kinds"] => {
  const patterns = new Set(
    Object.values(policy.roles).flatMap(({ allow = [], own = [], deny = [] }) => [...allow, ...own, ...deny])
  )
  return [...patterns].map((pattern) => ({ pattern, permission: pattern.replace("*", "?") }))
}

/** All the roles of an actor: that of the kind, and for the staff those that were given. */
export const rolesOf = (kind: Kind, given: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  kind === "staff" ? [kind, ...given] : [kind]

/** Whether some role of the policy, one that is not given everything, may do this: a misspelt permission is known to none. */
export const isKnown = (policy: Policy, permission: string): boolean =>
  Object.values(policy.roles).some(({ allow = [], own = [] }) =>
    [...allow, ...own].some((pattern) => pattern !== "*" && matches(pattern, permission))
  )

const rank: { readonly [P in Permit]: number } = { denied: 0, owner: 1, granted: 2 }

/**
 * What `after` may do that neither `before` may nor `granter`: nobody gives what they do not have. `undefined`: nothing.
 * Taking a role away can give too, where the role denies.
 */
export const excess = (
  { permit, kinds }: Authoriser,
  granter: ReadonlyArray<string>,
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>
): string | undefined =>
  kinds.find(({ permission }) => {
    const gained = rank[permit(after, permission)]
    return gained > rank[permit(before, permission)] && gained > rank[permit(granter, permission)]
  })?.pattern

/** A change of a member's roles. */
export interface RoleChange {
  /** All the roles of the one who asks for it. */
  readonly granter: ReadonlyArray<string>
  readonly assignment: Assignment
  readonly role: string
}

const kindNames: ReadonlyArray<string> = ["guest", "customer", "staff", "system"] satisfies ReadonlyArray<Kind>

/**
 * Gives a role; one that is there already stays. Refuses, in this order: a role that nobody can be given, rights that the
 * granter does not have (H074), one role too many.
 */
export const grant = (
  authoriser: Authoriser,
  { granter, assignment, role }: RoleChange,
  mostRoles: number
): Result.Result<Assignment, RoleUnknown | Denied | RolesFull> => {
  const { id, roles } = assignment
  if (kindNames.includes(role) || !Object.hasOwn(authoriser.policy.roles, role)) {
    return Result.fail({ _tag: "RoleUnknown", role })
  }
  const changed = roles.includes(role) ? roles : [...roles, role]
  const missing = excess(authoriser, granter, rolesOf("staff", roles), rolesOf("staff", changed))
  if (missing !== undefined) return Result.fail({ _tag: "Denied", permission: missing })
  if (changed.length > mostRoles) return Result.fail({ _tag: "RolesFull", staff: id, most: mostRoles })
  return Result.succeed({ id, roles: changed })
}

/**
 * Takes a role away, even one that the policy no longer has; one that is not there stays away. Refused where the rest of
 * the member's roles can then do what the granter cannot, since the role denied it.
 */
export const revoke = (
  authoriser: Authoriser,
  { granter, assignment, role }: RoleChange
): Result.Result<Assignment, Denied> => {
  const { id, roles } = assignment
  const changed = roles.filter((name) => name !== role)
  const missing = excess(authoriser, granter, rolesOf("staff", roles), rolesOf("staff", changed))
  return missing === undefined
    ? Result.succeed({ id, roles: changed })
    : Result.fail({ _tag: "Denied", permission: missing })
}
