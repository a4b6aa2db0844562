import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import type { InvalidInput } from "./errors.ts"

type AnySchema = Schema.Codec<any, unknown>
type Check = (input: unknown) => Result.Result<unknown, InvalidInput>

// What was sent never stands in the reason: it may be an address or a token (H100).
const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) => SchemaIssue.defaultLeafHook(issue).replace(/, got [\s\S]*$/, ""),
  checkHook: (issue) => SchemaIssue.defaultCheckHook(issue)?.replace(/, got [\s\S]*$/, "")
})

const refuse = (issue: SchemaIssue.Issue): InvalidInput => {
  const [first] = format(issue).issues
  const path = (first?.path ?? []).map((key) => String(typeof key === "object" ? key.key : key))
  return {
    _tag: "InvalidInput",
    path: path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    reason: first?.message ?? "invalid"
  }
}

// A parser is made once for each Schema: making one costs more than using it.
const made = (
  make: (schema: AnySchema) => Check
): (<A>(schema: Schema.Codec<A, unknown>, input: unknown) => Result.Result<A, InvalidInput>) => {
  const checks = new WeakMap<object, Check>()
  return <A>(schema: Schema.Codec<A, unknown>, input: unknown) => {
    let check = checks.get(schema)
    if (check === undefined) {
      check = make(schema)
      checks.set(schema, check)
    }
    return check(input) as Result.Result<A, InvalidInput>
  }
}

const parser = (schema: AnySchema): Check => {
  const parse = SchemaParser.decodeUnknownResult(schema, { onExcessProperty: "error" })
  return (input) => Result.mapError(parse(input), refuse)
}

/** Decodes JSON from the wire; an unknown key is an error. */
export const fromWire = made(parser)

/** Checks a value from a program in its own types, as strictly as {@link fromWire} checks the wire. */
export const fromProgram = made((schema) => parser(Schema.toType(schema)))
