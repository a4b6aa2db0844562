import * as Result from "effect/Result"
import type { Flaw } from "../../kernel/reading.ts"
import type { Funding, Level } from "../model.ts"
import { fractionFrom } from "./number.ts"

/** A party and its weight; weights of one promotion have one denominator. `merchant` stands for the unit's merchant. */
export interface Share {
  readonly party: string
  readonly weight: bigint
}

/**
 * The shares as whole weights, in the order stated. Not stated: the merchant pays at item and merchant level, else the
 * platform. Refused unless they are positive, of different parties, and sum to 1.
 */
export const fundingShares = (
  funding: Funding | undefined,
  level: Level
): Result.Result<ReadonlyArray<Share>, Flaw> => {
  if (funding === undefined) {
    return Result.succeed([{ party: level === "item" || level === "merchant" ? "merchant" : "platform", weight: 1n }])
  }
  const fractions = funding.map(({ share }) => fractionFrom(share) ?? { numerator: -1n, denominator: 1n })
  const whole = fractions.reduce((most, { denominator }) => (denominator > most ? denominator : most), 1n)
  const shares: Array<Share> = []
  let sum = 0n
  for (const [index, { party }] of funding.entries()) {
    const { numerator, denominator } = fractions[index]!
    const weight = numerator * (whole / denominator)
    if (weight <= 0n) return Result.fail({ path: `/funding/${index}/share`, why: "a share is above 0" })
    if (shares.some((other) => other.party === party)) {
      return Result.fail({ path: `/funding/${index}/party`, why: "stated twice" })
    }
    shares.push({ party, weight })
    sum += weight
  }
  return sum === whole ? Result.succeed(shares) : Result.fail({ path: "/funding", why: "shares must sum to 1" })
}
