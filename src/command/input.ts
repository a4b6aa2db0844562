import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import { once } from "./codec/codec.ts"
import { compile } from "./codec/compile.ts"
import { unfit } from "./codec/convert.ts"
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

const strict = { onExcessProperty: "error" } as const

const checker = (schema: AnySchema): Check => {
  const convert = compile(schema.ast, strict)
  const parse = SchemaParser.decodeUnknownResult(schema, strict)
  return (input) => {
    const converted = convert(input)
    return converted === unfit ? Result.mapError(parse(input), refuse) : Result.succeed(converted)
  }
}

const wireChecker = once(checker)
const programChecker = once((schema: AnySchema) => checker(Schema.toType(schema)))

/** Decodes JSON from the wire; an unknown key is an error. */
export const fromWire = <A>(schema: Schema.Codec<A, unknown>, input: unknown): Result.Result<A, InvalidInput> =>
  wireChecker(schema)(input) as Result.Result<A, InvalidInput>

/** Checks a value from a program in its own types, as strictly as {@link fromWire} checks the wire. */
export const fromProgram = <A>(schema: Schema.Codec<A, unknown>, input: unknown): Result.Result<A, InvalidInput> =>
  programChecker(schema)(input) as Result.Result<A, InvalidInput>
