import type * as SchemaAST from "effect/SchemaAST"

/** A bound on numbers or on bigints. */
export interface Limit<Value> {
  readonly value: Value
  readonly exclusive: boolean
}

/** What the checks of a schema say that a generator can build on. */
export interface Bounds {
  readonly integer: boolean
  readonly finite: boolean
  readonly minimum: Limit<number | bigint> | undefined
  readonly maximum: Limit<number | bigint> | undefined
  readonly minLength: number
  readonly maxLength: number | undefined
  readonly minProperties: number
  readonly maxProperties: number | undefined
  readonly pattern: RegExp | undefined
  readonly uniqueBy: ((value: unknown) => unknown) | undefined
  /** Some check says nothing of what it lets through. */
  readonly opaque: boolean
}

/** Every single filter of a schema's own checks, groups opened. */
export const filters = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.Filter<unknown>> =>
  (ast.checks ?? []).flatMap(open)

const open = (check: SchemaAST.Check<unknown>): ReadonlyArray<SchemaAST.Filter<unknown>> =>
  check._tag === "Filter" ? [check] : check.checks.flatMap(open)

/** The bounds that all checks of a schema have together: the tighter of two, the first of two patterns. */
export const boundsOf = (ast: SchemaAST.AST): Bounds => {
  const said = (ast.checks ?? []).flatMap(statements)
  const known = said.filter((one) => one !== undefined)
  const patterns = known.flatMap((one) => one.patterns ?? [])
  const lower = known.flatMap((one) => limit(one.minimum, one.exclusiveMinimum))
  const upper = known.flatMap((one) => limit(one.maximum, one.exclusiveMaximum))
  return {
    integer: known.some((one) => one.number === "integer"),
    finite: known.some((one) => one.number !== undefined),
    minimum: lower.reduce<Limit<number | bigint> | undefined>(
      (a, b) => (a === undefined || above(b, a) ? b : a),
      undefined
    ),
    maximum: upper.reduce<Limit<number | bigint> | undefined>(
      (a, b) => (a === undefined || above(a, b) ? b : a),
      undefined
    ),
    minLength: Math.max(0, ...known.map((one) => one.minLength ?? 0)),
    maxLength: least(known.map((one) => one.maxLength)),
    minProperties: Math.max(0, ...known.map((one) => one.minProperties ?? 0)),
    maxProperties: least(known.map((one) => one.maxProperties)),
    pattern: patterns[0] === undefined ? undefined : new RegExp(patterns[0].source, patterns[0].flags),
    uniqueBy: known.find((one) => one.uniqueBy !== undefined)?.uniqueBy,
    opaque: known.length < said.length
  }
}

type Statement = NonNullable<NonNullable<SchemaAST.Filter<unknown>["annotations"]>["arbitraryConstraint"]>

// A group may speak for its members; where it does not, they speak for themselves.
const statements = (check: SchemaAST.Check<unknown>): ReadonlyArray<Statement | undefined> => {
  const own = check.annotations?.arbitraryConstraint
  if (check._tag === "Filter") return [own]
  return own === undefined ? check.checks.flatMap(statements) : [own]
}

const limit = (value: unknown, exclusive: boolean | undefined): ReadonlyArray<Limit<number | bigint>> =>
  typeof value === "number" || typeof value === "bigint" ? [{ value, exclusive: exclusive === true }] : []

const above = (left: Limit<number | bigint>, right: Limit<number | bigint>): boolean =>
  left.value === right.value ? left.exclusive && !right.exclusive : left.value > right.value

const least = (values: ReadonlyArray<number | undefined>): number | undefined => {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
