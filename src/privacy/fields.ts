import type * as SchemaAST from "effect/SchemaAST"
import { personalOf } from "./model.ts"

/** Where a document keeps a personal value, and the top-level field with the id of the person it is about. */
export interface PersonalField {
  /** Keys from the top of the encoded document. */
  readonly path: ReadonlyArray<string>
  readonly of: string
}

const cache = new WeakMap<SchemaAST.AST, ReadonlyArray<PersonalField>>()

/**
 * The personal fields of a document, read off its Schema: through structs, optional keys, and unions of structs in which
 * the field, where it occurs, is personal in each. A personal value inside a list, a record, or a transformed or recursive
 * struct has no path; mark the whole list as personal instead.
 *
 * Throws at definition where a personal field has no path, is personal in one stage of life and plain in another, or
 * names a person's field that the document does not have.
 */
export const personalFields = (schema: { readonly ast: SchemaAST.AST }): ReadonlyArray<PersonalField> => {
  const known = cache.get(schema.ast)
  if (known !== undefined) return known
  const fields = walk(schema.ast, [])
  for (const { path, of } of fields) {
    if (path.length === 0)
      throw new Error("a document cannot be personal as a whole: its id and its person stay readable")
    if (path[0] === of) throw new Error(`\`${of}\` says whose \`${path.join(".")}\` is, so it cannot be sealed`)
    if (!has(schema.ast, [of]))
      throw new Error(`\`${path.join(".")}\` is of \`${of}\`, which the document does not have`)
  }
  cache.set(schema.ast, fields)
  return fields
}

/**
 * Throws at definition where a Schema holds a personal value: what its values are written to is not sealed, as events and
 * intents are not.
 */
export const refusePersonal = (what: string, schema: { readonly ast: SchemaAST.AST }): void => {
  if (isInside(schema.ast, new Set())) {
    throw new Error(`${what} carries a personal value, which would be kept in clear: name the document instead`)
  }
}

const walk = (ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<PersonalField> => {
  const of = personOf(ast)
  if (of !== undefined) return [{ path, of }]
  if (ast._tag === "Union")
    return merge(
      ast.types.map((member) => ({ member, fields: walk(member, path) })),
      path
    )
  // A struct that is encoded under other keys has other paths than its own.
  if (ast._tag !== "Objects" || ast.encoding !== undefined || ast.indexSignatures.length > 0) {
    if (isInside(ast, new Set()))
      throw new Error(`a personal value inside \`${path.join(".")}\` cannot be found by a path`)
    return []
  }
  return ast.propertySignatures.flatMap(({ name, type }) => walk(type, [...path, String(name)]))
}

type Members = ReadonlyArray<{ readonly member: SchemaAST.AST; readonly fields: ReadonlyArray<PersonalField> }>

const merge = (members: Members, path: ReadonlyArray<string>): ReadonlyArray<PersonalField> => {
  const merged = new Map<string, PersonalField>()
  for (const { fields } of members) {
    for (const field of fields) {
      const former = merged.get(keyOf(field))
      if (former !== undefined && former.of !== field.of) {
        throw new Error(`\`${field.path.join(".")}\` is of \`${former.of}\` here and of \`${field.of}\` there`)
      }
      merged.set(keyOf(field), field)
    }
  }
  for (const field of merged.values()) {
    for (const { member, fields } of members) {
      const personal = fields.some((one) => keyOf(one) === keyOf(field))
      if (!personal && !isNothing(member) && has(member, field.path.slice(path.length))) {
        throw new Error(`\`${field.path.join(".")}\` is personal in one member of a union and plain in another`)
      }
    }
  }
  return [...merged.values()]
}

const keyOf = ({ path }: PersonalField): string => JSON.stringify(path)

const personOf = ({ annotations }: SchemaAST.AST): string | undefined => {
  const of = annotations?.[personalOf]
  return typeof of === "string" ? of : undefined
}

const isNothing = ({ _tag }: SchemaAST.AST): boolean => _tag === "Undefined" || _tag === "Null"

/** Whether a value of this Schema can have something at a path; an empty path is the value itself. */
const has = (ast: SchemaAST.AST, path: ReadonlyArray<string>): boolean => {
  const [key, ...rest] = path
  if (key === undefined) return true
  if (ast._tag === "Union") return ast.types.some((member) => has(member, path))
  if (ast._tag !== "Objects") return false
  return ast.propertySignatures.some(({ name, type }) => name === key && has(type, rest))
}

/** Whether a personal value is anywhere inside, on either side of a transformation. */
const isInside = (ast: SchemaAST.AST, seen: Set<SchemaAST.AST>): boolean => {
  if (seen.has(ast)) return false
  seen.add(ast)
  return personOf(ast) !== undefined || partsOf(ast).some((part) => isInside(part, seen))
}

const partsOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  const behind = (ast.encoding ?? []).map(({ to }) => to)
  switch (ast._tag) {
    case "Objects":
      return [
        ...behind,
        ...ast.propertySignatures.map(({ type }) => type),
        ...ast.indexSignatures.map(({ type }) => type)
      ]
    case "Arrays":
      return [...behind, ...ast.elements, ...ast.rest]
    case "Union":
      return [...behind, ...ast.types]
    case "Declaration":
      return [...behind, ...ast.typeParameters]
    case "Suspend":
      return [...behind, ast.thunk()]
    default:
      return behind
  }
}
