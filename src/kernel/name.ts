import * as Schema from "effect/Schema"
import { Text } from "./id.ts"

/** Scripts in which a joiner between letters changes what is read (Unicode UAX 31, 2.3). */
const joined = "Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt Lana Bali Java"
  .split(" ")
  .map((script) => `\\p{scx=${script}}`)
  .join("")

const pictures = "\\p{Extended_Pictographic}"

// Between letters of those scripts, or, the joiner alone, between the pictures of one emoji (UTS 51).
const strayJoiner = new RegExp(
  `(?<![${joined}])(?!(?<=[${pictures}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=${pictures}))[\\u200c\\u200d]`,
  "u"
)

const joiners = /[\u200c\u200d]/g
const visible = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]/v
const manyMarks = /[\p{Mn}\p{Me}]{5}/u
const control = /[\p{Cc}\u2028\u2029]/u
const controlButLines = /[[\p{Cc}\u2028\u2029]--[\t\n\r]]/v
const override = /[\u202d\u202e]/

/** Whether every embedding and isolate is closed, the last first, and nothing is closed that was not opened (UAX 9). */
const isBalanced = (text: string): boolean => {
  const open: Array<string> = []
  for (const [mark] of text.matchAll(/[\u202a-\u202c\u2066-\u2069]/g)) {
    if (mark === "\u202a" || mark === "\u202b") open.push("\u202c")
    else if (mark >= "\u2066" && mark <= "\u2068") open.push("\u2069")
    else if (open.pop() !== mark) return false
  }
  return open.length === 0
}

/** Why a text would be read as another than it is, or disturb what stands beside it; `undefined` if it would not. */
const faultOf = (text: string, controls: RegExp): string | undefined => {
  if (controls.test(text)) return "text without control characters"
  if (override.test(text) || !isBalanced(text)) return "text whose direction is not overridden or left open"
  if (strayJoiner.test(text)) return "text with joiners in emoji and in scripts that join alone"
  if (manyMarks.test(text.replace(joiners, ""))) return "at most 4 combining marks in a row"
  return visible.test(text) ? undefined : "text that can be seen"
}

/** Why a text is no {@link Name}, whatever its length; `undefined` if it may be one. */
export const nameFault = (text: string): string | undefined => faultOf(text, control)

/**
 * A name that people read, on one line, 1 to `longest` UTF-16 units. Refused are control characters and ends of lines;
 * overrides of direction, and embeddings and isolates that are left open (Unicode UTR 36, 2.5); joiners outside of emoji and
 * of the scripts that need them; more than 4 combining marks in a row (UTS 39, 5.4); and what nobody can see.
 *
 * It is a check of inputs. Documents are read with {@link Text}, whatever former programs let in.
 */
export const Name = (longest: number) =>
  Text(longest).check(Schema.makeFilter((text: string) => nameFault(text) ?? true))

/** A {@link Name} in Chinese and in English. */
export const Names = (longest: number) => Schema.Struct({ zh: Name(longest), en: Name(longest) })

const Prose = (longest: number) =>
  Text(longest).check(Schema.makeFilter((text: string) => faultOf(text, controlButLines) ?? true))

/** A text that people read in Chinese and in English, checked like a {@link Name} but for its lines. */
export const Proses = (longest: number) => Schema.Struct({ zh: Prose(longest), en: Prose(longest) })
