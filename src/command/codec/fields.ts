import type { Json, JsonObject } from "../../kernel/json.ts"
import { quote } from "./text-shape.ts"

/** An object of JSON as the texts of its fields, one for each name; `""` for a field that is absent. */
export interface Fields {
  readonly names: ReadonlyArray<string>
  readonly texts: ReadonlyArray<string>
}

/** An object of JSON, field by field. */
export const fieldsOf = (json: JsonObject): Fields => {
  const names = Object.keys(json)
  return { names, texts: names.map((name) => textOf(json[name])) }
}

const textOf = (json: Json | undefined): string =>
  typeof json === "string" ? quote(json) : (JSON.stringify(json) ?? "")

/** JSON text of an object. */
export const objectText = ({ names, texts }: Fields): string => {
  let text = ""
  for (let index = 0; index < names.length; index++) {
    const field = texts[index]
    if (field) text += `${text === "" ? "{" : ","}${quote(names[index] ?? "")}:${field}`
  }
  return text === "" ? "{}" : `${text}}`
}

/**
 * JSON text of what leads from a stored document to the next, `{ set, unset }`: see `difference` of storage, whose answer it
 * writes without making it.
 */
export const changeText = (before: JsonObject, { names, texts }: Fields): string => {
  const set = texts.map((text, index) => (text !== "" && isSame(before, names[index]!, text) ? "" : text))
  const there = new Set(names.filter((_, index) => texts[index] !== ""))
  const unset = Object.keys(before).filter((name) => !there.has(name))
  return `{"set":${objectText({ names, texts: set })},"unset":${JSON.stringify(unset)}}`
}

const isSame = (before: JsonObject, name: string, text: string): boolean =>
  Object.hasOwn(before, name) && textOf(before[name]) === text
