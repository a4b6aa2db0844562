import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { type AnyQuery, type InvalidInput, readJson } from "pannier/command"
import type { Json, JsonObject } from "pannier/kernel"

/** How each field of a query's input stands in the URL: text as it is, everything else as JSON. */
export type Parameters = ReadonlyMap<string, "text" | "json">

/** Read off the wire side of the input's Schema. */
export const parametersOf = ({ name, input }: AnyQuery): Parameters => {
  const wire = SchemaAST.toEncoded(input.ast)
  if (!SchemaAST.isObjects(wire)) throw new Error(`the input of ${name} is no object, so no URL can hold it`)
  return new Map(wire.propertySignatures.map(({ name, type }) => [String(name), isText(type) ? "text" : "json"]))
}

const isText = (ast: SchemaAST.AST): boolean => {
  switch (ast._tag) {
    case "String":
    case "TemplateLiteral":
      return true
    case "Literal":
      return typeof ast.literal === "string"
    case "Union":
      return ast.types.filter((type) => type._tag !== "Undefined").every(isText)
    default:
      return false
  }
}

/** The fields of a query's input as strings of a URL, for its description. */
export const parameterFields = (query: AnyQuery): Schema.Struct.Fields => {
  const parameters = parametersOf(query)
  const fields: Schema.Struct.Fields = query.input.fields
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, parameters.get(name) === "text" ? field : asJson(field)])
  )
}

const asJson = (field: Schema.Constraint): Schema.Constraint =>
  SchemaAST.isOptional(field.ast) && "schema" in field && Schema.isSchema(field.schema)
    ? Schema.optionalKey(Schema.fromJsonString(field.schema))
    : Schema.fromJsonString(field)

/**
 * Reads a query's input from a URL. A parameter that occurs twice is refused, since readers may take either; one that is no
 * field is left for the input's Schema to refuse.
 */
export const readParameters = (
  search: URLSearchParams,
  parameters: Parameters
): Result.Result<JsonObject, InvalidInput> =>
  Result.gen(function* () {
    const fields = new Map<string, Json>()
    for (const [name, value] of search) {
      const path = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`
      if (fields.has(name)) {
        return yield* Result.fail({ _tag: "InvalidInput", path, reason: "a parameter that occurs twice" } as const)
      }
      fields.set(name, parameters.get(name) === "json" ? yield* readJson(value, path) : value)
    }
    return Object.fromEntries(fields)
  })
