import * as Result from "effect/Result"
import type { Json } from "../kernel/index.ts"
import type { InvalidInput } from "./errors.ts"

/** How deep lists and objects may stand in each other. */
export const deepestJson = 64

/**
 * Reads JSON (RFC 8259) from outside. Beside what is no JSON it refuses what parsers read differently or not at all: a key
 * that occurs twice in an object, a lone surrogate, and nesting deeper than {@link deepestJson}. Linear in the text's length.
 *
 * @param at the JSON pointer of the text itself, for `path` of the refusal
 */
export const readJson = (text: string, at = ""): Result.Result<Json, InvalidInput> => {
  const found = fault(text)
  if (found !== undefined) return invalid(`${at}${found.path}`, found.reason)
  try {
    return Result.succeed(JSON.parse(text))
  } catch (cause) {
    if (cause instanceof SyntaxError) return invalid(at, "expected JSON")
    throw cause
  }
}

const invalid = (path: string, reason: string): Result.Result<never, InvalidInput> =>
  Result.fail({ _tag: "InvalidInput", path, reason })

/** A list or an object that the scan is inside of. */
interface Level {
  /** The keys so far; absent for a list. */
  readonly keys: Set<string> | undefined
  /** The key or the index of what is being read. */
  step: string | number
  /** Whether the next string is a key. */
  awaitsKey: boolean
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

// What JSON.parse would let pass. Text that is no JSON may pass here: JSON.parse refuses it.
const fault = (text: string): { readonly path: string; readonly reason: string } | undefined => {
  const levels: Array<Level> = []
  const path = (depth: number) =>
    levels
      .slice(0, depth)
      .map(({ step }) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join("")
  let level: Level | undefined
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case quote: {
        const isKey = level?.awaitsKey === true
        const end = endOfString(text, index)
        const value = stringAt(text, index, end, isKey)
        index = end
        if (value === undefined) break
        if (!value.isWellFormed()) return { path: path(levels.length - (isKey ? 1 : 0)), reason: "a lone surrogate" }
        if (!isKey || level === undefined) break
        level.step = value
        level.awaitsKey = false
        if (level.keys?.has(value) === true) return { path: path(levels.length), reason: "a key that occurs twice" }
        level.keys?.add(value)
        break
      }
      case openList:
      case openObject:
        if (levels.length === deepestJson) return { path: "", reason: `deeper than ${deepestJson} levels` }
        level =
          text.charCodeAt(index) === openObject
            ? { keys: new Set(), step: "", awaitsKey: true }
            : { keys: undefined, step: 0, awaitsKey: false }
        levels.push(level)
        break
      case closeList:
      case closeObject:
        levels.pop()
        level = levels.at(-1)
        break
      case comma:
        if (level === undefined) break
        if (typeof level.step === "number") level.step++
        else level.awaitsKey = true
    }
  }
  return undefined
}

/** Where the quote stands that closes the string opened at `start`; the text's end if there is none. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1
  for (; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === quote) break
    if (unit === backslash) index++
  }
  return index
}

// A key is read, for it may be spelt in many ways; of other strings only those that could hold a lone surrogate.
const stringAt = (text: string, start: number, end: number, isKey: boolean): string | undefined => {
  const inside = text.slice(start + 1, end)
  if (!(isKey ? inside.includes("\\") : surrogate.test(inside))) return isKey ? inside : undefined
  try {
    return String(JSON.parse(`"${inside}"`))
  } catch (cause) {
    // No string of JSON, which the whole will be refused for.
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

const surrogate = /\\u[dD][89a-fA-F]/
