import * as SchemaAST from "effect/SchemaAST"
import { canonical, type Json } from "../../kernel/json.ts"
import { checksBefore, compile, encodingOf, isPlainLiteral, passesOf, seesAbsence } from "./compile.ts"
import { unfit } from "./convert.ts"
import type { Fields } from "./fields.ts"
import {
  fieldTexts,
  firstWritten,
  list,
  passing,
  quote,
  record,
  struct,
  type Write,
  type WrittenField
} from "./text-shape.ts"

/** In which order the fields of an object stand in its text: as its Schema states them, or as RFC 8785 sorts them. */
export type Order = "stated" | "sorted"

/** How the values of a Schema are written. */
export interface Writer {
  readonly text: Write
  /** The same field by field, for an object whose fields the Schema names. */
  readonly fields: ((value: unknown) => Fields | typeof unfit) | undefined
}

/**
 * Compiles the encoder of a Schema to a writer of JSON text, so that what is kept as text is never an object of JSON before.
 *
 * Law: where the answer is not `unfit`, it is `JSON.stringify` of what effect encodes the value to (`canonical` of it, where
 * the fields are sorted).
 */
export const compileText = (ast: SchemaAST.AST, order: Order): Writer => {
  const compiler = new Compiler(order)
  const encoding = SchemaAST.flip(ast)
  const fields = compiler.fields(encoding)
  return { fields, text: compiler.of(encoding) }
}

class Compiler {
  readonly #sorted: boolean
  readonly #stringify: (json: Json) => string | undefined
  readonly #made = new Map<SchemaAST.AST, Write>()

  constructor(order: Order) {
    this.#sorted = order === "sorted"
    this.#stringify = this.#sorted ? canonical : JSON.stringify
  }

  of(ast: SchemaAST.AST): Write {
    const known = this.#made.get(ast)
    if (known !== undefined) return known
    const made = this.#direct(ast) ?? this.#checked(ast) ?? this.#converted(ast)
    this.#made.set(ast, made)
    return made
  }

  fields(ast: SchemaAST.AST): Writer["fields"] {
    if (ast._tag !== "Objects" || ast.encoding !== undefined || ast.checks !== undefined) return undefined
    const fields = this.#fieldsOf(ast)
    if (fields === undefined) return undefined
    const before = checksBefore(ast)
    const passes = before && passesOf(before, ast, {})
    const names = fields.map(({ name }) => name)
    return (value) => {
      const texts = fieldTexts(fields, value)
      if (texts === unfit || (passes !== undefined && !passes(value))) return unfit
      return { names, texts }
    }
  }

  /** What has no writer of its own is made an object of JSON first. */
  #converted(ast: SchemaAST.AST): Write {
    const convert = compile(ast, {})
    return (value) => {
      const converted = convert(value)
      return converted === unfit ? unfit : this.#print(converted)
    }
  }

  #print(json: unknown): string {
    return json === undefined ? "" : (this.#stringify(json as Json) ?? "")
  }

  #direct(ast: SchemaAST.AST): Write | undefined {
    const encoding = encodingOf(ast)
    if (encoding === undefined) return undefined
    const { text } = encoding
    if (text !== undefined) return (value) => text(value) ?? unfit
    return (value) => {
      const converted = encoding.encode(value)
      return converted === undefined ? unfit : this.#print(converted)
    }
  }

  /** A part without links: what comes out is what goes in, unless it is a shape, and so is what is checked. */
  #checked(ast: SchemaAST.AST): Write | undefined {
    const isShape = ast._tag === "Objects" || ast._tag === "Arrays"
    const [checks, others] = isShape ? [checksBefore(ast), ast.checks] : [ast.checks, checksBefore(ast)]
    if (ast.encoding !== undefined || others !== undefined) return undefined
    const base = this.#base(ast)
    return base === undefined || checks === undefined ? base : passing(base, passesOf(checks, ast, {}))
  }

  #base(ast: SchemaAST.AST): Write | undefined {
    switch (ast._tag) {
      case "String":
        return (value) => (typeof value === "string" ? quote(value) : unfit)
      case "Number":
        return (value) => (typeof value === "number" ? this.#number(value) : unfit)
      case "Boolean":
        return (value) => (typeof value === "boolean" ? String(value) : unfit)
      case "Null":
        return (value) => (value === null ? "null" : unfit)
      case "Undefined":
        return (value) => (value === undefined ? "" : unfit)
      case "Literal":
        return this.#literals([ast])
      case "Union":
        return this.#union(ast)
      case "Arrays": {
        const [each] = ast.rest
        return ast.elements.length === 0 && ast.rest.length === 1 && each !== undefined
          ? list(this.of(each))
          : undefined
      }
      case "Objects": {
        if (ast.indexSignatures.length > 0) return this.#record(ast)
        const fields = this.#fieldsOf(ast)
        return fields && struct(fields)
      }
      case "Suspend": {
        // A recursive Schema is met again while it is compiled.
        let inner: Write | undefined
        return (value) => (inner ??= this.of(ast.thunk()))(value)
      }
      default:
        return undefined
    }
  }

  #number(value: number): string {
    return Number.isFinite(value) ? String(value) : this.#print(value)
  }

  #literals(members: ReadonlyArray<SchemaAST.Literal>): Write {
    const texts = new Map<unknown, string>()
    for (const { literal } of members) if (typeof literal !== "bigint") texts.set(literal, this.#print(literal))
    return (value) => texts.get(value) ?? unfit
  }

  #union(ast: SchemaAST.Union): Write | undefined {
    if (ast.options?.mode === "oneOf") return undefined
    return ast.types.every(isPlainLiteral)
      ? this.#literals(ast.types)
      : firstWritten(ast.types.map((member) => this.of(member)))
  }

  #fieldsOf({ propertySignatures, indexSignatures }: SchemaAST.Objects): ReadonlyArray<WrittenField> | undefined {
    if (indexSignatures.length > 0 || propertySignatures.length === 0) return undefined
    const fields: Array<WrittenField> = []
    for (const { name, type } of propertySignatures) {
      // Names that are numbers would come first in an object.
      if (typeof name !== "string" || name === "__proto__" || /^\d/.test(name) || seesAbsence(type)) {
        return undefined
      }
      fields.push({ name, optional: type.context?.isOptional === true, write: this.of(type) })
    }
    return this.#sorted ? fields.toSorted((left, right) => (left.name < right.name ? -1 : 1)) : fields
  }

  #record({ indexSignatures, propertySignatures }: SchemaAST.Objects): Write | undefined {
    const [signature] = indexSignatures
    if (signature === undefined || indexSignatures.length > 1 || propertySignatures.length > 0) return undefined
    const { parameter, type } = signature
    const isAny = parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined
    return isAny ? record(this.of(type), this.#sorted) : undefined
  }
}
