import * as Result from "effect/Result"
import { deriveKey, hmac, macKey, sameBytes } from "../../kernel/hmac.ts"
import { instantFrom, instantText } from "../../kernel/instant.ts"
import { canonical, type Json } from "../../kernel/json.ts"
import { compareText } from "../../kernel/text.ts"
import type { Promotion } from "../../promotion/model.ts"
import type { BoundQuote, QuoteKey } from "../bound.ts"
import type { QuoteExpired, QuoteInvalid } from "../errors.ts"
import type { QuoteOf } from "../quote.ts"
import { readBack } from "../stored.ts"
import { write } from "../wire.ts"
import type { Digest } from "./fingerprint.ts"

/** The longest token that is looked at, in UTF-16 units: a quote of some thousand units. */
export const longestToken = 1_000_000

/** How long a signing key is used, in milliseconds: 90 days. The one before it still opens what it has signed. */
export const keyPeriod = 90 * 86_400_000

/** The names of the keys of an instant: the one that signs, and the one before it. */
export const quoteKeyIds = (at: number): readonly [current: string, former: string] => {
  const period = Math.floor(at / keyPeriod)
  return [String(period), String(period - 1)]
}

/** The digest of the promotions that a quote asked: each by its id and version, in order of id. */
export const versionsOf = (promotions: ReadonlyArray<Pick<Promotion, "id" | "version">>, digest: Digest): string =>
  digest(
    canonical(
      promotions
        .map(({ id, version = 1 }) => [id, version] as const)
        .toSorted(([left], [right]) => compareText(left, right))
    )
  )

/**
 * A quote as a text that whoever made it will know again: `v1.KEY.MAC.JSON`. The JSON is the canonical one (RFC 8785) of all
 * that is bound, readable for anybody; the MAC is HMAC-SHA-256 over version, key and JSON, under a key derived for quotes alone.
 */
export const sign = (bound: BoundQuote<bigint, number>, { id, key }: QuoteKey): string => {
  const body: BoundQuote<string, string> = {
    cart: bound.cart,
    customer: bound.customer,
    fingerprint: bound.fingerprint,
    settings: bound.settings,
    rules: bound.rules,
    quote: write(bound.quote),
    ...methodIn(bound),
    quotedAt: instantText(bound.quotedAt),
    expiresAt: instantText(bound.expiresAt)
  }
  const text = canonical(plain(body))
  return `${version}.${id}.${hex(tagOf(id, key, text))}.${text}`
}

/**
 * Opens a token under one of the keys that are alive. Its time is not looked at; see {@link verify}.
 *
 * @returns what was signed, or `QuoteInvalid` for whatever was not signed just so
 */
export const open = (
  token: string,
  keys: ReadonlyArray<QuoteKey>
): Result.Result<BoundQuote<bigint, number>, QuoteInvalid> => {
  if (token.length > longestToken) return invalid
  const [, id = "", tag = "", text = ""] = tokenPattern.exec(token) ?? []
  const found = keys.find((one) => one.id === id)
  if (found === undefined || !text.isWellFormed()) return invalid
  if (!sameBytes(tagOf(id, found.key, text), bytes(tag))) return invalid
  return Result.mapError(boundFrom(JSON.parse(text)), () => invalidQuote)
}

/**
 * Opens a token that is to be charged now: within its time as it was quoted, whatever has changed since (L16).
 *
 * @returns what was signed, or, in this order: `QuoteInvalid`, `QuoteExpired`
 */
export const verify = (
  token: string,
  keys: ReadonlyArray<QuoteKey>,
  at: number
): Result.Result<BoundQuote<bigint, number>, QuoteInvalid | QuoteExpired> =>
  Result.flatMap(open(token, keys), (bound): Result.Result<BoundQuote<bigint, number>, QuoteExpired> => {
    const { cart, expiresAt } = bound
    return at < expiresAt
      ? Result.succeed(bound)
      : Result.fail({ _tag: "QuoteExpired", quote: cart, expired: expiresAt })
  })

const version = "v1"

const tokenPattern = /^v1\.(0|[1-9]\d{0,15})\.([0-9a-f]{64})\.(\{.*\})$/s

const invalidQuote: QuoteInvalid = { _tag: "QuoteInvalid" }
const invalid: Result.Result<never, QuoteInvalid> = Result.fail(invalidQuote)

const tagOf = (id: string, key: Uint8Array, text: string): Uint8Array =>
  hmac(macKey(deriveKey(key, "pannier/quote/v1")), `${version}.${id}.${text}`)

const hex = (list: Uint8Array): string => [...list].map((byte) => byte.toString(16).padStart(2, "0")).join("")
const bytes = (digits: string): Uint8Array =>
  Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16)
  )

// The text was signed, so its shape is ours; amounts and instants are read, and a later form of it is refused by that.
const boundFrom = (signed: BoundQuote<string, string>): Result.Result<BoundQuote<bigint, number>, unknown> =>
  Result.gen(function* () {
    const { cart, customer, fingerprint, settings, rules } = signed
    const quote: QuoteOf<bigint, number> = yield* readBack(signed.quote)
    const quotedAt = yield* instantFrom(signed.quotedAt)
    const expiresAt = yield* instantFrom(signed.expiresAt)
    return { cart, customer, fingerprint, settings, rules, quote, ...methodIn(signed), quotedAt, expiresAt }
  })

const methodIn = ({ paymentMethod }: { readonly paymentMethod?: string }): { readonly paymentMethod?: string } =>
  paymentMethod === undefined ? {} : { paymentMethod }

const plain = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, plain(one)]]))
    )
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null
}
