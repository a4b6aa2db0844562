import * as Schema from "effect/Schema"
import { Id } from "../kernel/id.ts"

/** The name of a right, such as `order.place`: words in camel case, joined by points. A command names the one it asks for. */
export const Permission = Schema.String.check(
  Schema.isMaxLength(128),
  Schema.isPattern(/^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*$/u)
)

/** Rights in a policy: one by its name, all below a name (`order.*`), or all (`*`). */
export const Pattern = Schema.String.check(
  Schema.isMaxLength(130),
  Schema.isPattern(/^(?:\*|[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*(?:\.\*)?)$/u)
)

/** The name of a role, such as `clerk`. */
export const RoleName = Schema.String.check(Schema.isMaxLength(64), Schema.isPattern(/^[a-z][A-Za-z0-9-]*$/u))

const Patterns = Schema.Array(Pattern).check(Schema.isMaxLength(1000))

/** What a role may do. A deny counts more than any allow, in whatever role it stands. */
export class Role extends Schema.Opaque<Role>()(
  Schema.Struct({
    allow: Schema.optionalKey(Patterns),
    /** Allowed for what is one's own: a cart, an order. */
    own: Schema.optionalKey(Patterns),
    deny: Schema.optionalKey(Patterns)
  })
) {}

/** Roles by name. Whatever no role allows is denied. */
export class Policy extends Schema.Opaque<Policy>()(Schema.Struct({ roles: Schema.Record(RoleName, Role) })) {}

/** What an actor is. Each kind is a role of the same name, which every actor of the kind has. */
export const Kind = Schema.Literals(["guest", "customer", "staff", "system"])
export type Kind = typeof Kind.Type

/** How many roles one member of the staff can have. */
export const mostRoles = 16

/** The roles of a member of the staff, beside that of the kind. */
export class Assignment extends Schema.Opaque<Assignment>()(
  Schema.Struct({
    id: Id,
    roles: Schema.Array(RoleName).check(Schema.isMaxLength(mostRoles), Schema.isUnique())
  })
) {}

/** How many permissions one may ask about at once. */
export const mostAsked = 100

/**
 * The roles of an actor, and for each permission asked about whether it is `granted`, granted to the `owner` of what it is
 * used on, or `denied`: what a page needs to draw only the buttons that work.
 */
export class Rights extends Schema.Opaque<Rights>()(
  Schema.Struct({
    roles: Schema.Array(Schema.String),
    may: Schema.Record(Schema.String, Schema.Literals(["granted", "owner", "denied"]))
  })
) {}
