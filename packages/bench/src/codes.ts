import { createHmac, randomInt } from "node:crypto"
import * as Result from "effect/Result"
import { codeSeries, plainCharset } from "pannier/promotion"
import { contest, type Suite } from "./measure.ts"

const batch = 10_000
const million = 1_000_000
const key = Uint8Array.from({ length: 32 }, (_, index) => index)

/**
 * The usual way: seven positions drawn from the platform's own chance, a set of all codes to tell which is there already, and
 * three check digits from the platform's HMAC.
 */
const drawn = (): ReadonlySet<string> => {
  const seen = new Set<string>()
  while (seen.size < batch) {
    let code = ""
    for (let position = 0; position < 7; position++) code += plainCharset[randomInt(plainCharset.length)]
    const tag = createHmac("sha256", key).update(code).digest()
    for (let digit = 0; digit < 3; digit++) code += plainCharset[(tag[digit] ?? 0) % plainCharset.length]
    seen.add(code)
  }
  return seen
}

/** Coupon codes: made of a number and a key against drawn and remembered, and known again against the platform's HMAC. */
export const suite: Suite = async () => {
  const series = Result.getOrThrow(codeSeries({ campaign: "bench", count: million }, key))
  let first = 0
  const ours = (): number => {
    first = (first + batch) % million
    let length = 0
    for (let index = first; index < first + batch; index++) length += series.code(index).length
    return length
  }
  const codes = Array.from({ length: batch }, (_, index) => series.code(index))
  const known = (): number => codes.reduce((sum, code) => sum + (series.indexOf(code) ?? Number.NaN), 0)
  const hashed = (): number =>
    codes.reduce((sum, code) => sum + (createHmac("sha256", key).update(code).digest()[0] ?? 0), 0)
  if (known() !== (batch * (batch - 1)) / 2) throw new Error("the codes are not known by their numbers")
  const made = contest({ name: "one code of a million", ours, peer: drawn, each: batch })
  const checked = contest({ name: "one code known again", ours: known, peer: hashed, each: batch })
  return {
    rows: [made, checked],
    notes: [
      `a million codes take ${((made.ours * million) / 1e9).toFixed(1)} s at this rate, and no memory; drawn ones need the set of all of them`,
      "known again: check digits and number, against one HMAC of node:crypto, which is less than half of that work"
    ]
  }
}
