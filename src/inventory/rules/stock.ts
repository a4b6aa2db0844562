import * as Result from "effect/Result"
import { available, type Account, type Balance } from "../../ledger/model.ts"
import type { StockShort } from "../errors.ts"
import { shelf } from "./accounts.ts"

/** What a place can still give. */
export interface Offer {
  readonly place: string
  /** Pieces, at least 0. */
  readonly available: number
}

/** How many pieces are taken from a place. */
export interface Pick {
  readonly place: string
  /** Pieces, at least 1. */
  readonly quantity: number
}

/** The shelves of a sku at these places, to be read and handed to {@link offersOf} in the same order. */
export const shelves = (sku: string, places: ReadonlyArray<string>): ReadonlyArray<Account> =>
  places.map((place) => shelf(place, sku))

/** What each place can still give, by the balance of its shelf. Both lists are in the same order. */
export const offersOf = (places: ReadonlyArray<string>, balances: ReadonlyArray<Balance>): ReadonlyArray<Offer> =>
  places.map((place, index) => {
    const balance = balances[index]
    return { place, available: balance === undefined ? 0 : Number(available(balance) ?? 0n) }
  })

/**
 * Which places give how many: the first in the list that can give all, so that one parcel suffices; if there is none, each
 * in turn what it has.
 *
 * Law: the picks sum to `wanted`, none exceeds its place's offer, and `StockShort` is the answer only if all offers
 * together are below `wanted` (L24).
 *
 * @param wanted pieces, at least 1
 */
export const allocateStock = (
  sku: string,
  wanted: number,
  offers: ReadonlyArray<Offer>
): Result.Result<ReadonlyArray<Pick>, StockShort> => {
  const whole = offers.find((offer) => offer.available >= wanted)
  if (whole !== undefined) return Result.succeed([{ place: whole.place, quantity: wanted }])
  const picks: Array<Pick> = []
  let left = wanted
  for (const { place, available } of offers) {
    const quantity = Math.min(left, available)
    if (quantity > 0) picks.push({ place, quantity })
    left -= quantity
  }
  if (left === 0) return Result.succeed(picks)
  return Result.fail({ _tag: "StockShort", sku, wanted, available: wanted - left })
}

/** What the places can still give when these picks are taken. */
export const lessPicked = (offers: ReadonlyArray<Offer>, picks: ReadonlyArray<Pick>): ReadonlyArray<Offer> =>
  offers.map(({ place, available }) => ({
    place,
    available: picks.reduce((left, pick) => (pick.place === place ? left - pick.quantity : left), available)
  }))
