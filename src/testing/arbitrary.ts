import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as SchemaAST from "effect/SchemaAST"
import * as fc from "fast-check"
import { refersTo } from "../kernel/id.ts"
import { clear, personalId } from "../privacy/model.ts"
import { type Bounds, boundsOf, filters } from "./bounds.ts"

/** What a drawing may take from its surroundings. */
export interface Drawing {
  /** The ids that exist in a collection: fields annotated as references to it are drawn from them, if there are any. */
  readonly existing?: (collection: string) => ReadonlyArray<string>
}

/** A schema to draw from: any, whatever its Type. */
export interface Drawable<A = unknown> {
  readonly ast: SchemaAST.AST
  readonly Type: A
}

/** How deep a schema that refers to itself is followed. */
const deepest = 3

/**
 * The fast-check arbitrary of a schema's Type, biased to the edges of its checks. Ranges, lengths and patterns are drawn
 * constructively, every other check by rejection; where rejection would find next to nothing, the schema's `examples`
 * annotation is drawn from. Of a transformation, the Type side is drawn.
 *
 * @throws TypeError for a schema that it cannot draw from: a declaration without `examples`, or `Never`
 */
export const arbitrary = <A>(schema: Drawable<A>, drawing: Drawing = {}): fc.Arbitrary<A> => {
  const drawn = walk(SchemaAST.toType(schema.ast), drawing, 0)
  if (drawn === undefined) throw new TypeError("a schema that refers to itself without end cannot be drawn from")
  return drawn as fc.Arbitrary<A>
}

// Undefined: nothing of this schema is small enough for what is left of the depth.
type Drawn = fc.Arbitrary<unknown> | undefined

const walk = (ast: SchemaAST.AST, drawing: Drawing, depth: number): Drawn => {
  const annotations = SchemaAST.resolve(ast)
  const collection = annotations?.[refersTo]
  if (typeof collection === "string") {
    const ids = drawing.existing?.(collection) ?? []
    if (ids.length > 0) return fc.constantFrom(...ids)
  }
  const bounds = boundsOf(ast)
  const examples = annotations?.["examples"]
  if (Array.isArray(examples) && (bounds.opaque || ast._tag === "Declaration")) return fc.constantFrom(...examples)
  const whole = draw(ast, bounds, drawing, depth)
  if (whole === undefined) return undefined
  const checks = filters(ast)
  if (checks.length === 0) return whole
  return whole.filter((value) => checks.every((check) => check.run(value, ast, {}) === undefined))
}

const draw = (ast: SchemaAST.AST, bounds: Bounds, drawing: Drawing, depth: number): Drawn => {
  switch (ast._tag) {
    case "Null":
      return fc.constant(null)
    case "Undefined":
    case "Void":
      return fc.constant(undefined)
    case "Boolean":
      return fc.boolean()
    case "Literal":
      return fc.constant(ast.literal)
    case "UniqueSymbol":
      return fc.constant(ast.symbol)
    case "Enum":
      return fc.constantFrom(...ast.enums.map(([, value]) => value))
    case "String":
      return text(bounds)
    case "Number":
      return number(bounds)
    case "BigInt":
      return bigint(bounds)
    case "Unknown":
    case "Any":
      return fc.jsonValue()
    case "ObjectKeyword":
      return fc.object()
    case "TemplateLiteral":
      return template(ast, drawing, depth)
    case "Arrays":
      return list(ast, bounds, drawing, depth)
    case "Objects":
      return object(ast, bounds, drawing, depth)
    case "Union":
      return union(ast, drawing, depth)
    case "Suspend":
      return depth >= deepest ? undefined : walk(SchemaAST.toType(ast.thunk()), drawing, depth + 1)
    case "Declaration":
      return declaration(ast, drawing, depth)
    case "Symbol":
    case "Never":
      throw new TypeError(`nothing can be drawn from a schema of ${ast._tag}`)
  }
}

// What texts are drawn from takes longer to build than to draw from, and is the same each time.
const texts = new Map<string, fc.Arbitrary<string>>()

const text = (bounds: Bounds): fc.Arbitrary<string> => {
  const { pattern, minLength, maxLength } = bounds
  const name = pattern === undefined ? `${minLength} ${maxLength}` : String(pattern)
  const known = texts.get(name) ?? (pattern === undefined ? sized(bounds) : fc.stringMatching(pattern))
  texts.set(name, known)
  return known
}

const sized = ({ minLength, maxLength }: Bounds): fc.Arbitrary<string> => {
  const size = { minLength, ...(maxLength === undefined ? {} : { maxLength }) }
  const drawn = [
    fc.string({ ...size, unit: "grapheme-ascii" }),
    fc.string({ ...size, unit: "grapheme" }),
    fc.string({ ...size, unit: "binary" })
  ]
  // The full length is an edge that small drawings never reach.
  if (maxLength !== undefined && maxLength <= 1024) drawn.push(fc.constant("文".repeat(maxLength)))
  return fc.oneof(...drawn)
}

const number = ({ integer, finite, minimum, maximum }: Bounds): fc.Arbitrary<number> => {
  const low = typeof minimum?.value === "number" ? { min: minimum.value, minExcluded: minimum.exclusive } : undefined
  const high = typeof maximum?.value === "number" ? { max: maximum.value, maxExcluded: maximum.exclusive } : undefined
  if (!integer) {
    const bounded = low !== undefined || high !== undefined
    return fc.double({ ...low, ...high, noNaN: finite || bounded, noDefaultInfinity: finite })
  }
  const min = low === undefined ? Number.MIN_SAFE_INTEGER : Math.ceil(low.min)
  const max = high === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(high.max)
  return fc.oneof({ weight: 4, arbitrary: fc.integer({ min, max }) }, fc.constantFrom(min, max))
}

const bigint = ({ minimum, maximum }: Bounds): fc.Arbitrary<bigint> => {
  const min = typeof minimum?.value === "bigint" ? minimum.value : undefined
  const max = typeof maximum?.value === "bigint" ? maximum.value : undefined
  const wide = fc.bigInt({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) })
  // Sums, ties and zeros live among small numbers, which a wide range hardly ever draws.
  const least = min !== undefined && min > -1000n ? min : -1000n
  const most = max !== undefined && max < 1000n ? max : 1000n
  const small = least <= most ? [fc.bigInt({ min: least, max: most })] : []
  const edges = [min, max].filter((edge) => edge !== undefined)
  return fc.oneof(wide, ...small, ...edges.map((edge) => fc.constant(edge)))
}

const template = (ast: SchemaAST.TemplateLiteral, drawing: Drawing, depth: number): Drawn => {
  const parts = all(ast.parts.map((part) => walk(SchemaAST.toType(part), drawing, depth)))
  return parts === undefined ? undefined : fc.tuple(...parts).map((drawn) => drawn.map(String).join(""))
}

const list = (ast: SchemaAST.Arrays, bounds: Bounds, drawing: Drawing, depth: number): Drawn => {
  const elements = ast.elements.filter((element) => !SchemaAST.isOptional(element))
  const heads = all(elements.map((element) => walk(element, drawing, depth)))
  if (heads === undefined) return undefined
  const [rest, ...tails] = ast.rest
  const last = all(tails.map((tail) => walk(tail, drawing, depth)))
  if (last === undefined) return undefined
  const fixed = heads.length + last.length
  const minLength = Math.max(0, bounds.minLength - fixed)
  const one = rest === undefined ? undefined : walk(rest, drawing, depth)
  if (one === undefined && minLength > 0) return undefined
  const maxLength = bounds.maxLength === undefined ? undefined : Math.max(0, bounds.maxLength - fixed)
  const middle = one === undefined ? fc.constant([]) : many(one, minLength, maxLength, bounds.uniqueBy)
  return fc.tuple(fc.tuple(...heads), middle, fc.tuple(...last)).map(([a, b, c]) => [...a, ...b, ...c])
}

const many = (
  one: fc.Arbitrary<unknown>,
  minLength: number,
  maxLength: number | undefined,
  uniqueBy: Bounds["uniqueBy"]
): fc.Arbitrary<Array<unknown>> => {
  // Left to itself fast-check draws lists of ten at most, and a law about crowds would never see one.
  const full = maxLength !== undefined && maxLength <= 64 ? { size: "max" as const } : {}
  const size = { minLength, ...(maxLength === undefined ? {} : { maxLength }), ...full }
  return uniqueBy === undefined
    ? fc.array(one, size)
    : fc.uniqueArray(one, { ...size, selector: (value) => fc.stringify(uniqueBy(value)) })
}

const object = (ast: SchemaAST.Objects, bounds: Bounds, drawing: Drawing, depth: number): Drawn => {
  const model: Record<string, fc.Arbitrary<unknown>> = {}
  const requiredKeys: Array<string> = []
  for (const { name, type } of ast.propertySignatures) {
    const optional = SchemaAST.isOptional(type)
    const value = walk(type, drawing, depth)
    if (value === undefined && !optional) return undefined
    if (value !== undefined) model[String(name)] = value
    if (!optional) requiredKeys.push(String(name))
  }
  const known = fc.record(model, { requiredKeys, noNullPrototype: true })
  const records: Array<fc.Arbitrary<Record<string, unknown>>> = []
  for (const { parameter, type } of ast.indexSignatures) {
    const key = walk(parameter, drawing, depth)
    const value = walk(type, drawing, depth)
    if (key === undefined || value === undefined) continue
    records.push(fc.dictionary(key.map(String), value, { ...keyCount(bounds), noNullPrototype: true }))
  }
  if (records.length === 0) return known
  return fc.tuple(known, ...records).map(([own, ...others]) => Object.assign({}, ...others, own))
}

const keyCount = ({ minProperties, maxProperties }: Bounds) => ({
  minKeys: minProperties,
  ...(maxProperties === undefined ? {} : { maxKeys: maxProperties })
})

const union = (ast: SchemaAST.Union, drawing: Drawing, depth: number): Drawn => {
  const members = ast.types.map((type) => walk(type, drawing, depth)).filter((member) => member !== undefined)
  return members.length === 0 ? undefined : fc.oneof(...members)
}

const declaration = (ast: SchemaAST.Declaration, drawing: Drawing, depth: number): Drawn => {
  const name = nameOf(ast)
  const [first] = ast.typeParameters
  const inner = first === undefined ? undefined : walk(SchemaAST.toType(first), drawing, depth)
  switch (name) {
    case "effect/schema/Json":
    case "effect/schema/MutableJson":
      return fc.jsonValue()
    case "effect/schema/Uint8Array":
      return fc.uint8Array()
    case "effect/schema/Option":
      return inner === undefined
        ? fc.constant(Option.none())
        : fc.option(inner.map(Option.some), { nil: Option.none() })
    case personalId:
      return inner?.map(clear)
    case "effect/schema/Redacted":
      return inner?.map((value) => Redacted.make(value))
    default:
      throw new TypeError(`nothing can be drawn from \`${name}\`: annotate its schema with \`examples\``)
  }
}

const nameOf = (ast: SchemaAST.Declaration): string => {
  const representation = ast.annotations?.["representation"]
  if (typeof representation !== "object" || representation === null || !("id" in representation)) return "a declaration"
  return String(representation.id)
}

const all = (drawn: ReadonlyArray<Drawn>): Array<fc.Arbitrary<unknown>> | undefined => {
  const found = drawn.filter((one) => one !== undefined)
  return found.length === drawn.length ? found : undefined
}
