import * as Effect from "effect/Effect"
import { sha256 } from "../kernel/digest.ts"
import { Chance, now } from "./clock.ts"
import type { InvalidInput } from "./errors.ts"
import type { Step } from "./session.ts"

/** What a commit is known by: its key, what tells its input from another, and the seed of its ids. */
export interface Identity {
  readonly key: string
  readonly fingerprint: string
  readonly seed: string
}

// A key that others would not see as the caller wrote it, or could not be sent in a header, is refused.
const keyPattern = /^[\x21-\x7e]{1,255}$/

/**
 * The identity of a call. Ids are made of the key and the input alone, so that a retry makes the same ones, however late;
 * another input under the same key is refused, so its ids are never kept.
 *
 * @param owner whose key it is: the command and the actor
 * @param canonicalInput the input's RFC 8785 text, asked for only under a key
 */
export function* identify(
  owner: string,
  key: string | undefined,
  canonicalInput: () => string
): Step<Identity, InvalidInput> {
  if (key === undefined) {
    const seed = seedOf(yield* now, (yield* Chance).hexadecimal(20))
    return { key: `${owner}/~${seed}`, fingerprint: "", seed }
  }
  if (!keyPattern.test(key)) {
    const reason = "expected an idempotency key of 1 to 255 printable ASCII characters"
    return yield* Effect.fail({ _tag: "InvalidInput", path: "", reason } as const)
  }
  const full = `${owner}/${key}`
  // Salted with the key, so that equal inputs cannot be recognised by their fingerprints.
  const fingerprint = sha256(`${full}\n${canonicalInput()}`)
  return { key: full, fingerprint, seed: seedOf(instantIn(key), fingerprint) }
}

/** Ids made of a commit's seed and a counter. */
export const idMaker = (seed: string): ((prefix: string) => string) => {
  let count = 0
  return (prefix) => `${prefix}_${seed}${(count++).toString(36)}`
}

/** Digits of an instant to the base 32: milliseconds up to the year 3084. */
const instantDigits = 9
const latest = 32 ** instantDigits

/**
 * An instant and 80 bits of chance, of which two of 10^9 calls in one millisecond share less than one in a million times. As
 * in a ULID the instant comes first and the digits sort as the numbers do, so that what is made together is kept together:
 * an index is written at its end, not all over.
 */
const seedOf = (instant: number | undefined, hexadecimal: string): string => {
  let seed = instant === undefined ? "" : base32(instant, instantDigits)
  for (let at = 0; at < 20; at += 5) seed += base32(Number.parseInt(hexadecimal.slice(at, at + 5), 16), 4)
  return seed
}

/** RFC 4648 section 7, in lower case: unlike the common base 32 its order is that of the numbers. */
const base32 = (number: number, digits: number): string => number.toString(32).padStart(digits, "0")

// A UUID of version 7 (RFC 9562 section 5.7), or an id that was made here.
const timed = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|_([0-9a-v]{9})[0-9a-v]{16}/i

/**
 * The instant that a key tells of itself: one that has none leaves its ids without order. It is the key's word, so a clock
 * is never asked, and it orders rows and decides nothing.
 */
const instantIn = (key: string): number | undefined => {
  const found = timed.exec(key)
  if (found === null) return undefined
  const [, high, low, own] = found
  const instant = own === undefined ? Number.parseInt(`${high}${low}`, 16) : Number.parseInt(own, 32)
  return instant < latest ? instant : undefined
}
