import * as Result from "effect/Result"
import { isObject, type Json, type JsonObject } from "../../kernel/json.ts"
import { amountFrom } from "../../money/amount.ts"
import type { Told } from "../../storage/audit.ts"

/** A text of JSON, or an empty one. */
export const text = (json: Json | undefined): string => (typeof json === "string" ? json : "")

/** A number of JSON, or 0. */
export const number = (json: Json | undefined): number => (typeof json === "number" ? json : 0)

/** An object of JSON, or an empty one. */
export const object = (json: Json | undefined): JsonObject => (isObject(json) ? json : {})

/** The objects in a list of JSON. */
export const list = (json: Json | undefined): ReadonlyArray<JsonObject> =>
  Array.isArray(json) ? (json as ReadonlyArray<Json>).filter((one): one is JsonObject => isObject(one)) : []

/** Minor units of an amount as it is written, of a currency. */
export const units = (amount: Json | undefined, currency: string): bigint =>
  amount === undefined ? 0n : Result.getOrElse(amountFrom(text(amount), currency), () => -1n)

/** Minor units of money as it is written. */
export const minor = (json: Json | undefined): bigint =>
  isObject(json) ? units(json["amount"], text(json["currency"])) : 0n

/** The documents of a collection. */
export function* all(told: Told, collection: string): Iterable<JsonObject> {
  const start = `${collection}/`
  for (const [key, document] of told) if (key.startsWith(start)) yield document
}

/** States of an order that is paid. */
export const paidStates: ReadonlySet<string> = new Set(["paid", "partlyShipped", "shipped", "received"])
