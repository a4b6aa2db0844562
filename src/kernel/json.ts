/** A value of JSON (RFC 8259). */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether a JSON value is an object: neither null nor a list. */
export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them.
 * What is hashed or signed is this text. Source: RFC 8785, JSON Canonicalization Scheme.
 *
 * A key whose value is `undefined` is absent, as in `JSON.stringify`.
 *
 * @throws RangeError for NaN and infinities, which would otherwise pass for `null` and share its hash (section 3.2.2.3)
 */
export const canonical = (json: Json): string => {
  if (typeof json === "number" && !Number.isFinite(json)) throw new RangeError(`\`${json}\` is no number of JSON`)
  if (typeof json !== "object" || json === null) return JSON.stringify(json)
  let text = ""
  if (isList(json)) {
    for (const one of json) text += `${text === "" ? "" : ","}${canonical(one)}`
    return `[${text}]`
  }
  for (const key of Object.keys(json).sort()) {
    const value = json[key]
    if (value !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonical(value)}`
  }
  return `{${text}}`
}

const isList = (json: object): json is ReadonlyArray<Json> => Array.isArray(json)
