import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { boundsOf } from "../../../src/testing/bounds.ts"
import type { Chance } from "./chance.ts"

/** Draws values of a Schema, and makes a value smaller. */
export interface Drawing<A> {
  readonly draw: (chance: Chance) => A
  /** Values that are each one step smaller, the boldest first. A value that has none is the smallest. */
  readonly smaller: (value: A) => Iterable<A>
}

/**
 * A drawing of plain data: structs, lists, unions, literals, whole numbers, truth and null. It keeps nothing that it would
 * need for making a value smaller, so it draws some thirty times as fast as a generator of a property; and whole numbers
 * are often round, so that thresholds are just met.
 */
export const drawing = <S extends Schema.Constraint>(schema: S): Drawing<S["Type"]> =>
  of(schema.ast) as Drawing<S["Type"]>

type Any = Drawing<unknown>

const of = (ast: SchemaAST.AST): Any => {
  switch (ast._tag) {
    case "Null":
      return { draw: () => null, smaller: () => [] }
    case "Literal":
      return { draw: () => ast.literal, smaller: () => [] }
    case "Boolean":
      return { draw: (chance) => chance(2) === 1, smaller: (value) => (value === true ? [false] : []) }
    case "Number":
      return whole(ast)
    case "Arrays":
      return list(ast)
    case "Objects":
      return struct(ast)
    case "Union":
      return union(ast)
    default:
      throw new TypeError(`a case holds plain data, no ${ast._tag}`)
  }
}

// Round steps, the largest first. What is drawn is a multiple of one of them three times in four.
const steps = [1000, 500, 100]

const whole = (ast: SchemaAST.AST): Any => {
  const { minimum, maximum } = boundsOf(ast)
  const [least, most] = [Number(minimum?.value), Number(maximum?.value)]
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most)) throw new TypeError("a whole number has both bounds")
  const range = most - least + 1
  return {
    draw: (chance) => {
      const step = range > 1000 ? steps[chance(steps.length + 1)] : undefined
      const drawn = least + chance(range)
      if (step === undefined) return drawn
      const round = drawn - (drawn % step)
      return round < least ? drawn : round
    },
    smaller: function* (value) {
      const now = Number(value)
      if (now === least) return
      yield least
      for (const step of [...steps, 10]) if (now % step !== 0 && now - (now % step) > least) yield now - (now % step)
      if (now - least > 2) yield least + Math.floor((now - least) / 2)
      yield now - 1
    }
  }
}

const list = (ast: SchemaAST.Arrays): Any => {
  const { minLength, maxLength } = boundsOf(ast)
  const [element] = ast.rest
  if (element === undefined || maxLength === undefined) throw new TypeError("a list has a length at most")
  const one = of(element)
  return {
    draw: (chance) => Array.from({ length: minLength + chance(maxLength - minLength + 1) }, () => one.draw(chance)),
    smaller: function* (value) {
      const now = value as ReadonlyArray<unknown>
      if (now.length > minLength) for (const index of now.keys()) yield now.toSpliced(index, 1)
      for (const [index, element] of now.entries()) {
        for (const less of one.smaller(element)) yield now.with(index, less)
      }
    }
  }
}

const struct = (ast: SchemaAST.Objects): Any => {
  const fields = ast.propertySignatures.map(({ name, type }) => ({ name: String(name), of: of(type) }))
  return {
    draw: (chance) => {
      const made: Record<string, unknown> = {}
      for (const field of fields) made[field.name] = field.of.draw(chance)
      return made
    },
    smaller: function* (value) {
      const now = value as Readonly<Record<string, unknown>>
      for (const field of fields) {
        for (const less of field.of.smaller(now[field.name])) yield { ...now, [field.name]: less }
      }
    }
  }
}

// The first member is the smallest: a Schema of cases names its plainest choice first, and null where there is nothing.
const union = (ast: SchemaAST.Union): Any => {
  const members = ast.types.map((type) => ({ type, of: of(type) }))
  const plainest = members.find(({ type }) => type._tag === "Null") ?? members[0]
  const literal = plainest !== undefined && "literal" in plainest.type ? plainest.type.literal : null
  const choices = members.every(({ type }) => type._tag === "Literal" || type._tag === "Null")
  return {
    draw: (chance) => members[chance(members.length)]!.of.draw(chance),
    smaller: function* (value) {
      if (choices) {
        if (value !== literal) yield literal
        return
      }
      if (plainest?.type._tag === "Null") {
        if (value === null) return
        yield null
      }
      const member = members.find(({ type }) => belongs(type, value))
      if (member !== undefined) yield* member.of.smaller(value)
    }
  }
}

/** Whether a value is of this member: by its literals, which a union of structs is told apart by, or by being no null. */
const belongs = (type: SchemaAST.AST, value: unknown): boolean => {
  if (type._tag !== "Objects") return type._tag !== "Null"
  if (typeof value !== "object" || value === null) return false
  return type.propertySignatures.every(({ name, type: of }) => {
    const held = (value as Readonly<Record<PropertyKey, unknown>>)[name]
    return of._tag === "Literal" ? held === of.literal : held !== undefined
  })
}
