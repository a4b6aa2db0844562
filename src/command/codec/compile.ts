import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import { type Direct, direct } from "../../kernel/direct.ts"
import { asIs, type Convert, firstOf, guarded, inTurn, type Passes, unfit } from "./convert.ts"
import { type Field, list, record, struct } from "./shape.ts"

/** How strictly values are looked at; effect's options of the same names. */
export interface Strictness {
  readonly disableChecks?: boolean
  readonly onExcessProperty?: "ignore" | "error"
}

/**
 * Compiles the parser of a Schema's AST to plain functions, so that a value passes through without an Effect for each of its
 * fields. A part that this file does not know is handed to effect.
 *
 * Law: where the answer is not `unfit`, it is effect's own for the same value and the same strictness.
 */
export const compile = (ast: SchemaAST.AST, strictness: Strictness): Convert => new Compiler(strictness).of(ast)

class Compiler {
  readonly #strictness: Strictness
  readonly #made = new Map<SchemaAST.AST, Convert>()

  constructor(strictness: Strictness) {
    this.#strictness = strictness
  }

  of(ast: SchemaAST.AST): Convert {
    const known = this.#made.get(ast)
    if (known !== undefined) return known
    const made = this.#direct(ast) ?? this.#behindLinks(ast) ?? this.#byEffect(ast)
    this.#made.set(ast, made)
    return made
  }

  #byEffect(ast: SchemaAST.AST): Convert {
    const parse = SchemaParser.decodeUnknownExit(Schema.make<Schema.Codec<unknown, unknown>>(ast), this.#strictness)
    return (value) => {
      const exit = parse(value)
      return Exit.isSuccess(exit) ? exit.value : unfit
    }
  }

  /** The plain functions that a Schema brings itself: its AST carries them, flipped or not, unless something was added. */
  #direct(ast: SchemaAST.AST): Convert | undefined {
    const [link, ...others] = ast.encoding ?? []
    if (link === undefined || others.length > 0 || this.#strictness.onExcessProperty === "error") return undefined
    const { decode } = link.transformation
    const decoding = directOf(ast)
    if (decoding?.transformation.decode === decode)
      return ast.checks === undefined ? orUnfit(decoding.decode) : undefined
    const encoding = this.#strictness.disableChecks === true ? undefined : encodingOf(ast)
    return encoding && orUnfit(encoding.encode)
  }

  /** What was encoded comes through the last link first; a part without links is only checked. */
  #behindLinks(ast: SchemaAST.AST): Convert | undefined {
    const own = this.#withChecks(ast)
    if (own === undefined || ast.encoding === undefined) return own
    let whole: Convert | undefined
    for (const { to, transformation } of ast.encoding.toReversed()) {
      const transform = transformOf(transformation, this.#strictness)
      if (transform === undefined) return undefined
      const source = this.of(to)
      whole = inTurn(whole === undefined ? source : inTurn(whole, source), transform)
    }
    return whole === undefined ? own : inTurn(whole, own)
  }

  #withChecks(ast: SchemaAST.AST): Convert | undefined {
    const base = this.#base(ast)
    if (base === undefined || this.#strictness.disableChecks === true) return base
    const before = checksBefore(ast)
    if (before === undefined && ast.checks === undefined) return base
    const passes = (checks: SchemaAST.Checks | undefined) => checks && passesOf(checks, ast, this.#strictness)
    return guarded(base, passes(before), passes(ast.checks))
  }

  #base(ast: SchemaAST.AST): Convert | undefined {
    switch (ast._tag) {
      case "String":
        return asIs((value) => typeof value === "string")
      case "Number":
        return asIs((value) => typeof value === "number")
      case "Boolean":
        return asIs((value) => typeof value === "boolean")
      case "BigInt":
        return asIs((value) => typeof value === "bigint")
      case "Null":
        return asIs((value) => value === null)
      case "Undefined":
        return asIs((value) => value === undefined)
      case "Literal":
        return asIs((value) => value === ast.literal)
      case "Union":
        return this.#union(ast)
      case "Arrays": {
        const [each] = ast.rest
        return ast.elements.length === 0 && ast.rest.length === 1 && each !== undefined
          ? list(this.of(each))
          : undefined
      }
      case "Objects":
        return ast.indexSignatures.length === 0 ? this.#struct(ast) : this.#record(ast)
      case "Suspend": {
        // A recursive Schema is met again while it is compiled.
        let inner: Convert | undefined
        return (value) => (inner ??= this.of(ast.thunk()))(value)
      }
      default:
        return undefined
    }
  }

  #union(ast: SchemaAST.Union): Convert | undefined {
    if (ast.options?.mode === "oneOf") return undefined
    if (!ast.types.every(isPlainLiteral)) return firstOf(ast.types.map((member) => this.of(member)))
    const literals = new Set<unknown>(ast.types.map(({ literal }) => literal))
    return asIs((value) => literals.has(value))
  }

  #struct(ast: SchemaAST.Objects): Convert | undefined {
    const fields: Array<Field> = []
    for (const { name, type } of ast.propertySignatures) {
      if (typeof name !== "string" || name === "__proto__" || seesAbsence(type)) return undefined
      fields.push({ name, optional: type.context?.isOptional === true, convert: this.of(type) })
    }
    return fields.length === 0 ? undefined : struct(fields, this.#strictness.onExcessProperty === "error")
  }

  #record({ indexSignatures, propertySignatures }: SchemaAST.Objects): Convert | undefined {
    const [signature] = indexSignatures
    if (signature === undefined || indexSignatures.length > 1 || propertySignatures.length > 0) return undefined
    const { parameter, type } = signature
    const isAny = parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined
    return isAny ? record(this.of(type), this.#strictness.onExcessProperty === "error") : undefined
  }
}

const directOf = ({ annotations }: SchemaAST.AST): Direct | undefined => annotations?.[direct] as Direct | undefined

/** The plain functions of the Schema that this AST is the flipped one of, for encoding. */
export const encodingOf = (ast: SchemaAST.AST): Direct | undefined => {
  const [link, ...others] = ast.encoding ?? []
  if (link === undefined || others.length > 0) return undefined
  const encoding = directOf(link.to)
  const isFlipped = encoding?.transformation.encode === link.transformation.decode
  return isFlipped && checksBefore(link.to) === undefined ? encoding : undefined
}

const orUnfit =
  (convert: (value: unknown) => unknown): Convert =>
  (value) => {
    const converted = convert(value)
    return converted === undefined ? unfit : converted
  }

/** The checks of what goes in: of a flipped AST, those that were of what comes out. */
export const checksBefore = (ast: SchemaAST.AST): SchemaAST.Checks | undefined =>
  "encodingChecks" in ast ? ast.encodingChecks : undefined

export const isPlainLiteral = (ast: SchemaAST.AST): ast is SchemaAST.Literal =>
  ast._tag === "Literal" && ast.checks === undefined && ast.encoding === undefined

export const passesOf = (checks: SchemaAST.Checks, ast: SchemaAST.AST, options: SchemaAST.ParseOptions): Passes => {
  const all = checks.map(
    (check): Passes =>
      check._tag === "FilterGroup"
        ? passesOf(check.checks, ast, options)
        : (value) => check.run(value, ast, options) === undefined
  )
  const [first] = all
  return first !== undefined && all.length === 1 ? first : (value) => all.every((passes) => passes(value))
}

/** A transformation of values that are there; one that makes a value of none, or none of one, is left to effect. */
const transformOf = (
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

/** Whether a transformation of this field is told of a key that is not there. */
export const seesAbsence = ({ encoding }: SchemaAST.AST): boolean =>
  encoding?.some(({ transformation, to }) => transformOf(transformation, {}) === undefined || seesAbsence(to)) === true
