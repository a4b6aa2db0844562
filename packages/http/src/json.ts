import * as Result from "effect/Result"
import type { InvalidInput } from "pannier/command"
import type { Json } from "pannier/kernel"

/** How deep lists and objects may stand in each other. */
export const deepest = 64

/**
 * Reads JSON (RFC 8259) from outside. Beside what is no JSON it refuses what parsers read differently or not at all: a key
 * that occurs twice in an object, a lone surrogate, and nesting deeper than {@link deepest}. Linear in the text's length.
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
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const level = levels.at(-1)
    if (unit === quote) {
      const end = endOfString(text, index)
      const inside = text.slice(index + 1, end)
      const value = inside.includes("\\") ? unescaped(inside) : inside
      index = end
      const isKey = level?.awaitsKey === true
      if (!value.isWellFormed()) return { path: path(levels.length - (isKey ? 1 : 0)), reason: "a lone surrogate" }
      if (!isKey) continue
      level.step = value
      level.awaitsKey = false
      if (level.keys?.has(value) === true) return { path: path(levels.length), reason: "a key that occurs twice" }
      level.keys?.add(value)
    } else if (unit === openList || unit === openObject) {
      if (levels.length === deepest) return { path: "", reason: `deeper than ${deepest} levels` }
      levels.push(
        unit === openObject
          ? { keys: new Set(), step: "", awaitsKey: true }
          : { keys: undefined, step: 0, awaitsKey: false }
      )
    } else if (unit === closeList || unit === closeObject) {
      levels.pop()
    } else if (unit === comma && level !== undefined) {
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

// Only what two spellings of one key can differ by needs reading; the rest of the escapes is for JSON.parse to judge.
const unescaped = (inside: string): string =>
  inside.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hexadecimal: string | undefined, sign: string) =>
    hexadecimal === undefined ? (controls[sign] ?? sign) : String.fromCharCode(Number.parseInt(hexadecimal, 16))
  )

const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }
