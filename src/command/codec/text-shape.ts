import { type Passes, unfit } from "./convert.ts"
import { isRecord } from "./shape.ts"

/** JSON text of a value, `""` where it has none (`undefined`), or {@link unfit}. */
export type Write = (value: unknown) => string | typeof unfit

/** A field of a struct, and how its value is written. */
export interface WrittenField {
  readonly name: string
  readonly optional: boolean
  readonly write: Write
}

/** A text as JSON writes it. */
export const quote = (text: string): string => {
  for (let at = 0; at < text.length; at++) if (isEscaped(text.charCodeAt(at))) return JSON.stringify(text)
  return `"${text}"`
}

/** What JSON may escape: control characters, quote, backslash, and a surrogate, since it may stand alone. */
const isEscaped = (unit: number): boolean =>
  unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)

/** The texts of a struct's fields, in their order; `""` for one that is absent. */
export const fieldTexts = (
  fields: ReadonlyArray<WrittenField>,
  value: unknown
): ReadonlyArray<string> | typeof unfit => {
  if (!isRecord(value)) return unfit
  const texts: Array<string> = []
  for (const { name, optional, write } of fields) {
    const field = value[name]
    if (field === undefined && !(name in value)) {
      if (!optional) return unfit
      texts.push("")
      continue
    }
    const written = write(field)
    if (written === unfit) return unfit
    texts.push(written)
  }
  return texts
}

/** Objects with these fields, which are written in this order. */
export const struct = (fields: ReadonlyArray<WrittenField>): Write => {
  const opening = fields.map(({ name }) => `${JSON.stringify(name)}:`)
  return (value) => {
    if (!isRecord(value)) return unfit
    let text = ""
    for (let index = 0; index < fields.length; index++) {
      const { name, optional, write } = fields[index]!
      const field = value[name]
      if (field === undefined && !(name in value)) {
        if (optional) continue
        return unfit
      }
      const written = write(field)
      if (written === unfit) return unfit
      if (written !== "") text += (text === "" ? "{" : ",") + opening[index]! + written
    }
    return text === "" ? "{}" : `${text}}`
  }
}

/** Objects with any keys, as they come or sorted by UTF-16 code units. */
export const record =
  (write: Write, sorted: boolean): Write =>
  (value) => {
    if (!isRecord(value)) return unfit
    const keys = Object.keys(value)
    if (sorted) keys.sort()
    let text = ""
    for (const key of keys) {
      // It is no key like others to those who make an object of it: it is left to effect.
      if (key === "__proto__") return unfit
      const written = write(value[key])
      if (written === unfit) return unfit
      if (written !== "") text += `${text === "" ? "{" : ","}${quote(key)}:${written}`
    }
    return text === "" ? "{}" : `${text}}`
  }

/** Lists of any length. */
export const list =
  (write: Write): Write =>
  (value) => {
    if (!Array.isArray(value)) return unfit
    let text = ""
    for (let index = 0; index < value.length; index++) {
      const written = write(value[index])
      if (written === unfit) return unfit
      text += (index === 0 ? "[" : ",") + (written === "" ? "null" : written)
    }
    return text === "" ? "[]" : `${text}]`
  }

/** A value that passes, as it is written. */
export const passing =
  (write: Write, passes: Passes): Write =>
  (value) =>
    passes(value) ? write(value) : unfit

/** The first of several writers that takes the value. */
export const firstWritten =
  (members: ReadonlyArray<Write>): Write =>
  (value) => {
    for (const write of members) {
      const written = write(value)
      if (written !== unfit) return written
    }
    return unfit
  }
