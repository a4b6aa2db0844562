/** JSON as a test reads it, without saying its shape again. */
// oxlint-disable-next-line typescript/no-explicit-any -- documents are walked by their own words
type Anything = any

/** What is wrong with an OpenAPI 3.1 document, in sentences; nothing if it is sound. Source: OpenAPI Specification 3.1.0. */
export const flaws = (document: Anything): ReadonlyArray<string> => {
  const found: Array<string> = []
  const must = (holds: boolean, sentence: string) => void (holds || found.push(sentence))
  must(/^3\.1\.\d+$/.test(document.openapi), "`openapi` is a version 3.1")
  must(typeof document.info?.title === "string" && typeof document.info?.version === "string", "`info` has its fields")
  const ids = new Set<string>()
  const tags = new Set<string>(document.tags.map(({ name }: Anything) => name))
  must(tags.size === document.tags.length, "names of tags are unique")
  for (const name of Object.keys(document.components.schemas)) must(/^[\w.-]+$/.test(name), `component name ${name}`)
  for (const [path, item] of Object.entries<Anything>(document.paths)) {
    must(path.startsWith("/"), `${path} begins with a slash`)
    for (const [method, operation] of Object.entries<Anything>(item)) {
      const at = `${method} ${path}`
      must(["get", "post"].includes(method), `${at}: a method`)
      must(!ids.has(operation.operationId), `${at}: operationId ${operation.operationId} is unique`)
      ids.add(operation.operationId)
      must(
        operation.tags.every((tag: string) => tags.has(tag)),
        `${at}: its tags are declared`
      )
      must(method !== "get" || operation.requestBody === undefined, `${at}: no body`)
      const parameters: ReadonlyArray<Anything> = operation.parameters ?? []
      must(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size === parameters.length, `${at}: parameters`)
      for (const one of parameters) {
        must(["query", "header", "path", "cookie"].includes(one.in), `${at}: place of ${one.name}`)
        must((one.schema === undefined) !== (one.content === undefined), `${at}: ${one.name} has schema or content`)
      }
      must(Object.keys(operation.responses).length > 0, `${at}: responses`)
      for (const [status, response] of Object.entries<Anything>(operation.responses)) {
        must(/^[1-5]\d\d$/.test(status), `${at}: status ${status}`)
        must(typeof response.description === "string" && response.description !== "", `${at}: ${status} is described`)
      }
      for (const requirement of operation.security ?? []) {
        for (const scheme of Object.keys(requirement)) {
          must(document.components.securitySchemes[scheme] !== undefined, `${at}: scheme ${scheme} is declared`)
        }
      }
    }
  }
  for (const [at, schema] of schemasOf(document)) {
    if (schema.$ref !== undefined)
      must(lookUp(document, schema.$ref) !== undefined, `${at}: ${schema.$ref} leads somewhere`)
    if (schema.type !== undefined) must(jsonTypes.includes(schema.type), `${at}: type ${schema.type}`)
    if (schema.enum !== undefined) must(Array.isArray(schema.enum) && schema.enum.length > 0, `${at}: enum`)
    if (schema.pattern !== undefined) must(compiles(schema.pattern), `${at}: pattern ${schema.pattern}`)
    for (const name of schema.required ?? []) must(name in (schema.properties ?? {}), `${at}: requires unknown ${name}`)
  }
  return found
}

const jsonTypes = ["null", "boolean", "object", "array", "number", "string", "integer"]

const compiles = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, "u") instanceof RegExp
  } catch (cause) {
    if (cause instanceof SyntaxError) return false
    throw cause
  }
}

const lookUp = (document: Anything, reference: string): Anything =>
  reference
    .replace(/^#\//, "")
    .split("/")
    .reduce((found, step) => found?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], document)

/** Every schema of a document, with the place where it stands. */
export const schemasOf = (document: Anything): ReadonlyArray<readonly [string, Anything]> => {
  const found: Array<readonly [string, Anything]> = []
  const walk = (at: string, schema: Anything): void => {
    if (typeof schema !== "object" || schema === null) return
    found.push([at, schema])
    for (const of of ["items", "additionalProperties", "propertyNames", "contentSchema", "not"])
      walk(`${at}/${of}`, schema[of])
    for (const of of ["anyOf", "oneOf", "allOf", "prefixItems"]) {
      for (const [index, one] of (schema[of] ?? []).entries()) walk(`${at}/${of}/${index}`, one)
    }
    for (const of of ["properties", "patternProperties", "$defs"]) {
      for (const [name, one] of Object.entries(schema[of] ?? {})) walk(`${at}/${of}/${name}`, one)
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) walk(`components/${name}`, schema)
  for (const [path, item] of Object.entries<Anything>(document.paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries<Anything>(item)) {
      for (const one of parameters) walk(`${method} ${path} ${one.name}`, one.schema)
      const contents = [requestBody, ...Object.values<Anything>(responses)].map((one) => one?.content ?? {})
      for (const content of contents) {
        for (const { schema } of Object.values<Anything>(content)) walk(`${method} ${path}`, schema)
      }
    }
  }
  return found
}

/** Why a value is not what a schema of the document says (JSON Schema 2020-12, as far as the document uses it). */
export const mismatch = (document: Anything, schema: Anything, value: Anything, at = ""): string | undefined => {
  const first = (reasons: Iterable<string | undefined>) => [...reasons].find((reason) => reason !== undefined)
  if (schema === false) return `${at} is not to be there`
  if (schema === true) return undefined
  if (schema.$ref !== undefined) {
    const refused = mismatch(document, lookUp(document, schema.$ref), value, at)
    if (refused !== undefined) return refused
  }
  if (schema.type !== undefined && !isOfType(schema.type, value)) return `${at} is no ${schema.type}`
  if (schema.enum !== undefined && !schema.enum.includes(value)) return `${at} is none of ${schema.enum}`
  if (schema.const !== undefined && schema.const !== value) return `${at} is not ${schema.const}`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const reasons = choices.map((one: Anything) => mismatch(document, one, value, at))
    if (!reasons.includes(undefined)) return `${at} fits no choice: ${reasons.join("; ")}`
  }
  const whole = first((schema.allOf ?? []).map((one: Anything) => mismatch(document, one, value, at)))
  if (whole !== undefined) return whole
  if (typeof value === "string") {
    if (value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Infinity)) return `${at}: length`
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) return `${at}: ${schema.pattern}`
  }
  if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) return `${at} is out of range`
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return `${at}: count`
    return first(
      value.map((one, index) => {
        const of = schema.prefixItems?.[index] ?? schema.items
        return of === undefined ? undefined : mismatch(document, of, one, `${at}/${index}`)
      })
    )
  }
  if (typeof value === "object" && value !== null) {
    const missing = (schema.required ?? []).find((name: string) => !(name in value))
    if (missing !== undefined) return `${at}/${missing} is missing`
    return first(
      Object.entries(value).map(([name, one]) => {
        const pattern = Object.keys(schema.patternProperties ?? {}).find((text) => new RegExp(text, "u").test(name))
        const of =
          schema.properties?.[name] ??
          (pattern === undefined ? schema.additionalProperties : schema.patternProperties[pattern])
        return of === undefined ? undefined : mismatch(document, of, one, `${at}/${name}`)
      })
    )
  }
  return undefined
}

const isOfType = (type: string, value: unknown): boolean => {
  switch (type) {
    case "null":
      return value === null
    case "array":
      return Array.isArray(value)
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value)
    case "integer":
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

/** Why an answer is not what the document says of its operation; `undefined` too where the document has no such operation. */
export const undescribed = (
  document: Anything,
  method: string,
  path: string,
  { status, json }: { readonly status: number; readonly json: unknown }
): string | undefined => {
  const operation = document.paths[path]?.[method.toLowerCase()]
  if (operation === undefined) return undefined
  const response = operation.responses[status]
  if (response === undefined) return `${method} ${path} answered ${status}, which is not described`
  const schema = response.content["application/json"].schema
  const reason = mismatch(document, schema, json)
  return reason === undefined ? undefined : `${method} ${path} ${status}: ${reason} in ${JSON.stringify(json)}`
}
