import type { Account } from "../../ledger/model.ts"

/** Which line of which order goods belong to, and what they are. */
export interface StockLine {
  readonly order: string
  readonly line: string
  readonly sku: string
}

/** The unit in which pieces of a sku are counted. */
export const unitOf = (sku: string): string => `variant:${sku}`

/** The owner of what stands at a place. */
export const placeOwner = (place: string): string => `place:${place}`

/** The owner of what belongs to an order. */
export const orderOwner = (order: string): string => `order:${order}`

// A percent sign is in no id, so that two lists of ids never make one account.
const accountId = (...parts: ReadonlyArray<string>): string =>
  parts.map((part) => part.replaceAll("/", "%2F")).join("/")

/** Where goods come from and go back to: its balance is, below zero, all that was ever received and not returned. */
export const supply = (sku: string): Account => ({ id: accountId("supply", sku), owner: "supply", unit: unitOf(sku) })

/** What stands at a place to be sold. What is held for orders that are not paid yet is held here. */
export const shelf = (place: string, sku: string): Account => ({
  id: accountId("shelf", place, sku),
  owner: placeOwner(place),
  unit: unitOf(sku),
  floor: 0n
})

/** What was written off at a place or was missing at a count; below zero where counts have found more. */
export const lost = (place: string, sku: string): Account => ({
  id: accountId("lost", place, sku),
  owner: placeOwner(place),
  unit: unitOf(sku)
})

/**
 * What a place owes: pieces that are gone though the shelf has promised them. At most zero; what comes in next fills it
 * first. A balance below zero is a task for somebody.
 */
export const short = (place: string, sku: string): Account => ({
  id: accountId("short", place, sku),
  owner: placeOwner(place),
  unit: unitOf(sku),
  ceiling: 0n
})

/** What an order has paid for and is not on its way or delivered yet. */
export const sold = ({ order, line, sku }: StockLine): Account => ({
  id: accountId("sold", order, line),
  owner: orderOwner(order),
  unit: unitOf(sku),
  floor: 0n
})

/** What has left for the buyer, in a parcel or as virtual goods do, and has not come back. */
export const shipped = ({ order, line, sku }: StockLine): Account => ({
  id: accountId("shipped", order, line),
  owner: orderOwner(order),
  unit: unitOf(sku),
  floor: 0n
})

/** What came back from the buyer and waits for inspection. */
export const returnedGoods = ({ order, line, sku }: StockLine): Account => ({
  id: accountId("returned", order, line),
  owner: orderOwner(order),
  unit: unitOf(sku),
  floor: 0n
})
