import { type Convert, unfit } from "./convert.ts"

/** A field of a struct. */
export interface Field {
  readonly name: string
  readonly optional: boolean
  readonly convert: Convert
}

/** Whether a value can have fields. */
export const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Objects with these fields, which come out in this order. Where it is strict, nothing else may stand beside them. */
export const struct = (fields: ReadonlyArray<Field>, strict: boolean): Convert => {
  const names: ReadonlySet<unknown> = new Set(fields.map(({ name }) => name))
  return (value) => {
    if (!isRecord(value) || (strict && Reflect.ownKeys(value).some((key) => !names.has(key)))) return unfit
    const made: Record<string, unknown> = {}
    for (const { name, optional, convert } of fields) {
      const field = value[name]
      if (field === undefined && !(name in value)) {
        if (optional) continue
        return unfit
      }
      const converted = convert(field)
      if (converted === unfit) return unfit
      made[name] = converted
    }
    return made
  }
}

/** Objects with any keys. */
export const record =
  (convert: Convert, strict: boolean): Convert =>
  (value) => {
    if (!isRecord(value) || (strict && Object.getOwnPropertySymbols(value).length > 0)) return unfit
    const made: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      // An assignment would not keep it: it is left to effect.
      if (key === "__proto__") return unfit
      const converted = convert(value[key])
      if (converted === unfit) return unfit
      made[key] = converted
    }
    return made
  }

/** Lists of any length. */
export const list =
  (convert: Convert): Convert =>
  (value) => {
    if (!Array.isArray(value)) return unfit
    const made: Array<unknown> = []
    for (let index = 0; index < value.length; index++) {
      const converted = convert(value[index])
      if (converted === unfit) return unfit
      made.push(converted)
    }
    return made
  }
