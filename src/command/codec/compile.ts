import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"

/** What a converter answers for a value that it does not take. Effect's own parser is then asked, and tells why. */
export const unfit: unique symbol = Symbol("unfit")

/** Turns a value of one side of a Schema into the other's, or answers {@link unfit}. It never changes what it is given. */
export type Convert = (value: unknown) => unknown

/** How strictly values are looked at, as effect's own options of the same names. */
export interface Strictness {
  readonly disableChecks?: boolean
  readonly onExcessProperty?: "ignore" | "error"
}

/**
 * Compiles the parser of a Schema's AST to plain functions, once, so that a value passes through without an Effect for each of
 * its fields. What the subset below does not know is handed to effect, part by part.
 *
 * Law: where the answer is not `unfit`, it is what `SchemaParser.decodeUnknownSync` answers for the same value and options.
 */
export const compile = (ast: SchemaAST.AST, strictness: Strictness): Convert => new Compiler(strictness).of(ast)

class Compiler {
  readonly #options: SchemaAST.ParseOptions
  readonly #made = new Map<SchemaAST.AST, Convert>()

  constructor(strictness: Strictness) {
    this.#options = strictness
  }

  of(ast: SchemaAST.AST): Convert {
    const known = this.#made.get(ast)
    if (known !== undefined) return known
    // A recursive Schema meets itself while it is made.
    let made: Convert | undefined
    this.#made.set(ast, (value) => (made === undefined ? unfit : made(value)))
    made = this.#linked(ast) ?? this.#effect(ast)
    this.#made.set(ast, made)
    return made
  }

  /** Effect's own parser of one part. */
  #effect(ast: SchemaAST.AST): Convert {
    const parse = SchemaParser.decodeUnknownExit(Schema.make<Schema.Codec<unknown, unknown>>(ast), this.#options)
    return (value) => {
      const exit = parse(value)
      return Exit.isSuccess(exit) ? exit.value : unfit
    }
  }

  /** The part behind its transformations: from the last link's Schema to the first, then its own. */
  #linked(ast: SchemaAST.AST): Convert | undefined {
    const own = this.#checked(ast)
    if (own === undefined || ast.encoding === undefined) return own
    let whole: Convert | undefined
    for (const { to, transformation } of ast.encoding.toReversed()) {
      const step = stepOf(transformation, this.#options)
      if (step === undefined) return undefined
      whole = then(whole === undefined ? this.of(to) : then(whole, this.of(to)), step)
    }
    return whole === undefined ? own : then(whole, own)
  }

  #checked(ast: SchemaAST.AST): Convert | undefined {
    const base = this.#base(ast)
    const before = "encodingChecks" in ast ? this.#checks(ast, ast.encodingChecks) : undefined
    const after = this.#checks(ast, ast.checks)
    if (base === undefined) return undefined
    return before === undefined && after === undefined ? base : guarded(base, before, after)
  }

  #checks(ast: SchemaAST.AST, checks: SchemaAST.Checks | undefined): Passes | undefined {
    return checks === undefined || this.#options.disableChecks === true ? undefined : passesOf(checks, ast, this.#options)
  }

  #base(ast: SchemaAST.AST): Convert | undefined {
    switch (ast._tag) {
      case "String":
        return (value) => (typeof value === "string" ? value : unfit)
      case "Number":
        return (value) => (typeof value === "number" ? value : unfit)
      case "Boolean":
        return (value) => (typeof value === "boolean" ? value : unfit)
      case "BigInt":
        return (value) => (typeof value === "bigint" ? value : unfit)
      case "Null":
        return (value) => (value === null ? value : unfit)
      case "Undefined":
        return (value) => (value === undefined ? value : unfit)
      case "Literal": {
        const { literal } = ast
        return (value) => (value === literal ? value : unfit)
      }
      case "Union":
        return this.#union(ast)
      case "Arrays":
        return ast.elements.length === 0 && ast.rest.length === 1 ? list(this.of(ast.rest[0]!)) : undefined
      case "Objects":
        return this.#object(ast)
      case "Suspend": {
        let inner: Convert | undefined
        return (value) => (inner ??= this.of(ast.thunk()))(value)
      }
      default:
        return undefined
    }
  }

  #union(ast: SchemaAST.Union): Convert | undefined {
    if (ast.options?.mode === "oneOf") return undefined
    const literals = new Set<unknown>()
    for (const type of ast.types) {
      if (type._tag !== "Literal" || type.checks !== undefined || type.encoding !== undefined) {
        return oneOf(ast.types.map((member) => this.of(member)))
      }
      literals.add(type.literal)
    }
    return (value) => (literals.has(value) ? value : unfit)
  }

  #object(ast: SchemaAST.Objects): Convert | undefined {
    if (ast.indexSignatures.length > 0) return this.#record(ast)
    const fields: Array<Field> = []
    for (const { name, type } of ast.propertySignatures) {
      if (typeof name !== "string" || name === "__proto__" || seesAbsence(type)) return undefined
      fields.push({ name, optional: type.context?.isOptional === true, convert: this.of(type) })
    }
    if (fields.length === 0) return undefined
    return struct(fields, this.#options.onExcessProperty === "error")
  }

  #record(ast: SchemaAST.Objects): Convert | undefined {
    const [signature] = ast.indexSignatures
    if (signature === undefined || ast.indexSignatures.length > 1 || ast.propertySignatures.length > 0) return undefined
    const { parameter, type } = signature
    const plain = parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined
    return plain ? record(this.of(type), this.#options.onExcessProperty === "error") : undefined
  }
}

type Passes = (value: unknown) => boolean

const passesOf = (checks: SchemaAST.Checks, ast: SchemaAST.AST, options: SchemaAST.ParseOptions): Passes => {
  const all = checks.map((check): Passes =>
    check._tag === "FilterGroup"
      ? passesOf(check.checks, ast, options)
      : (value) => check.run(value, ast, options) === undefined
  )
  const [first] = all
  return all.length === 1 && first !== undefined ? first : (value) => all.every((passes) => passes(value))
}

const guarded =
  (base: Convert, before: Passes | undefined, after: Passes | undefined): Convert =>
  (value) => {
    const converted = base(value)
    if (converted === unfit || (before !== undefined && !before(value))) return unfit
    return after === undefined || after(converted) ? converted : unfit
  }

const then =
  (first: Convert, second: Convert): Convert =>
  (value) => {
    const between = first(value)
    return between === unfit ? unfit : second(between)
  }

/** A transformation of values that are there; one that may make a value out of none, or none of one, is left to effect. */
const stepOf = (
  transformation: SchemaAST.Link["transformation"],
  options: SchemaAST.ParseOptions
): Convert | undefined => {
  if (transformation._tag === "Middleware") return undefined
  const getter = transformation.decode
  switch (getter._tag) {
    case "Passthrough":
      return (value) => value
    case "Transform":
      return (value) => getter.transform(value)
    case "TransformEffect":
      return (value) => {
        const made = getter.transform(value, options)
        return Exit.isExit(made) && Exit.isSuccess(made) ? made.value : unfit
      }
    default:
      return undefined
  }
}

/** Whether a field's transformation is told of a key that is not there. */
const seesAbsence = ({ encoding }: SchemaAST.AST): boolean =>
  encoding !== undefined && encoding.some(({ transformation, to }) => stepOf(transformation, {}) === undefined || seesAbsence(to))

interface Field {
  readonly name: string
  readonly optional: boolean
  readonly convert: Convert
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const struct = (fields: ReadonlyArray<Field>, strict: boolean): Convert => {
  const names: ReadonlySet<unknown> = new Set(fields.map(({ name }) => name))
  return (value) => {
    if (!isRecord(value) || (strict && Reflect.ownKeys(value).some((key) => !names.has(key)))) return unfit
    const made: Record<string, unknown> = {}
    for (let index = 0; index < fields.length; index++) {
      const { name, optional, convert } = fields[index]!
      const field = value[name]
      if (field === undefined && !(name in value)) {
        if (optional) continue
        return unfit
      }
      const converted = convert(field)
      if (converted === unfit) return unfit
      made[name] = converted
    }
    return made
  }
}

const record =
  (convert: Convert, strict: boolean): Convert =>
  (value) => {
    if (!isRecord(value) || (strict && Object.getOwnPropertySymbols(value).length > 0)) return unfit
    const made: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      // An assignment would not keep it.
      if (key === "__proto__") return unfit
      const converted = convert(value[key])
      if (converted === unfit) return unfit
      made[key] = converted
    }
    return made
  }

const list =
  (convert: Convert): Convert =>
  (value) => {
    if (!Array.isArray(value)) return unfit
    const made: Array<unknown> = []
    for (let index = 0; index < value.length; index++) {
      const converted = convert(value[index])
      if (converted === unfit) return unfit
      made.push(converted)
    }
    return made
  }

const oneOf =
  (members: ReadonlyArray<Convert>): Convert =>
  (value) => {
    for (const convert of members) {
      const converted = convert(value)
      if (converted !== unfit) return converted
    }
    return unfit
  }
