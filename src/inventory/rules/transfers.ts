import type { Account, Balance, Hold, Post, Release, Settle } from "../../ledger/model.ts"
import { lost, returnedGoods, shelf, shipped, short, sold, type StockLine, supply } from "./accounts.ts"
import type { Pick } from "./stock.ts"

// A percent sign is in no id, so that two lists of ids never make one transfer.
const transferId = (...parts: ReadonlyArray<string>): string =>
  parts.map((part) => part.replaceAll("/", "%2F")).join("/")

const holdId = ({ order, line }: StockLine, { place }: Pick): string => transferId("hold", order, line, place)

/** Holds goods for a line until an instant (milliseconds, half-open); each line of an order is held once. */
export const holdStock = (line: StockLine, picks: ReadonlyArray<Pick>, until: number): ReadonlyArray<Hold> =>
  picks.map((pick) => ({
    kind: "hold",
    id: holdId(line, pick),
    from: shelf(pick.place, line.sku),
    to: sold(line),
    amount: BigInt(pick.quantity),
    until
  }))

/** The held goods are the order's. */
export const settleStock = (line: StockLine, picks: ReadonlyArray<Pick>): ReadonlyArray<Settle> =>
  picks.map((pick) => ({ kind: "settle", hold: holdId(line, pick) }))

/** The held goods are anybody's again. Harmless where the hold is dead already. */
export const releaseStock = (line: StockLine, picks: ReadonlyArray<Pick>): ReadonlyArray<Release> =>
  picks.map((pick) => ({ kind: "release", hold: holdId(line, pick) }))

/** Takes goods for an order without a hold, such as one that was paid after its hold had died. Once for each line. */
export const sellStock = (line: StockLine, picks: ReadonlyArray<Pick>): ReadonlyArray<Post> =>
  picks.map(({ place, quantity }) => ({
    kind: "post",
    id: transferId("sell", line.order, line.line, place),
    from: shelf(place, line.sku),
    to: sold(line),
    amount: BigInt(quantity)
  }))

/**
 * Goods of a paid order that will not be shipped go back on the shelves.
 *
 * @param cause names the reason once for each order, such as the id of a cancellation
 * @param owes what each place owes of the sku, by {@link owedBy}: it is filled first
 */
export const unsellStock = (
  cause: string,
  line: StockLine,
  picks: ReadonlyArray<Pick>,
  owes: ReadonlyMap<string, bigint> = new Map()
): ReadonlyArray<Post> =>
  picks.flatMap((pick) =>
    fill(transferId("unsell", cause, line.line, pick.place), sold(line), pick, line.sku, owes.get(pick.place))
  )

/** Goods leave in a shipment. What the order has not paid for the account does not cover (L35). */
export const shipStock = (shipment: string, line: StockLine, quantity: number): Post => ({
  kind: "post",
  id: transferId("ship", shipment, line.line),
  from: sold(line),
  to: shipped(line),
  amount: BigInt(quantity)
})

/**
 * Virtual goods are with the buyer, without a parcel.
 *
 * @param cause names the delivery, once for each
 */
export const deliverStock = (cause: string, line: StockLine, quantity: number): Post => ({
  kind: "post",
  id: transferId("deliver", cause, line.line),
  from: sold(line),
  to: shipped(line),
  amount: BigInt(quantity)
})

/** A shipment that never left: its goods wait to be shipped again. */
export const unshipStock = (shipment: string, line: StockLine, quantity: number): Post => ({
  kind: "post",
  id: transferId("unship", shipment, line.line),
  from: shipped(line),
  to: sold(line),
  amount: BigInt(quantity)
})

/** Goods came back from the buyer. More than was shipped the account does not cover (L35). */
export const takeBackStock = (cause: string, line: StockLine, quantity: number): Post => ({
  kind: "post",
  id: transferId("takeBack", cause, line.line),
  from: shipped(line),
  to: returnedGoods(line),
  amount: BigInt(quantity)
})

/** Goods that came back are fit for sale: they fill what the place owes, and stand on its shelf. */
export const restockReturned = (cause: string, line: StockLine, pick: Pick, owes?: bigint): ReadonlyArray<Post> =>
  fill(transferId("restock", cause, line.line), returnedGoods(line), pick, line.sku, owes)

/** Goods that came back are fit for nothing. */
export const scrapReturned = (cause: string, line: StockLine, { place, quantity }: Pick): Post => ({
  kind: "post",
  id: transferId("scrap", cause, line.line),
  from: returnedGoods(line),
  to: lost(place, line.sku),
  amount: BigInt(quantity)
})

/** A shelf as it stands, and what its place owes. */
export interface ShelfBalance {
  readonly shelf: Balance
  readonly short: Balance
}

/** Pieces that the books say stand at the place: those on the shelf, less those that it owes. */
export const onHand = ({ shelf, short }: ShelfBalance): bigint => shelf.posted + short.posted

/** What a place owes of a sku, by the balance of its {@link short}: at least 0. */
export const owedBy = (balance: Balance | undefined): bigint => (balance === undefined ? 0n : -balance.posted)

/** Goods come in from a supplier: they fill what the place owes, and stand on its shelf. */
export const receiveStock = (movement: string, sku: string, pick: Pick, owes?: bigint): ReadonlyArray<Post> =>
  fill(transferId("move", movement, sku), supply(sku), pick, sku, owes)

/** Goods go back to a supplier: a decision, so what is held or not there is refused. */
export const returnStock = (movement: string, sku: string, { place, quantity }: Pick): Post => ({
  kind: "post",
  id: transferId("move", movement, sku),
  from: shelf(place, sku),
  to: supply(sku),
  amount: BigInt(quantity)
})

/** Goods are gone: a fact, so what the shelf cannot cover the place owes. */
export const writeOffStock = (movement: string, sku: string, { place, quantity }: Pick): Post => ({
  kind: "post",
  id: transferId("move", movement, sku),
  from: shelf(place, sku),
  to: lost(place, sku),
  amount: BigInt(quantity),
  short: short(place, sku)
})

/**
 * A count: the books come to say what was found, as a fact.
 *
 * Law: carried out on these balances, {@link onHand} is `counted` afterwards, and what is held stays held.
 *
 * @param counted pieces on the shelf, those of paid orders not among them
 */
export const countStock = (
  movement: string,
  sku: string,
  { place, counted }: { readonly place: string; readonly counted: number },
  balance: ShelfBalance
): ReadonlyArray<Post> => {
  const difference = counted - Number(onHand(balance))
  if (difference === 0) return []
  if (difference < 0) return [writeOffStock(movement, sku, { place, quantity: -difference })]
  const found = { place, quantity: difference }
  return fill(transferId("move", movement, sku), lost(place, sku), found, sku, owedBy(balance.short))
}

// No hold names `short`, and its ceiling refuses a second filling of one debt: a racer loads and decides again.
const fill = (id: string, from: Account, { place, quantity }: Pick, sku: string, owes = 0n): ReadonlyArray<Post> => {
  const amount = BigInt(quantity)
  const debt = owes < amount ? owes : amount
  const posts: Array<Post> = []
  if (debt > 0n) posts.push({ kind: "post", id: `${id}/short`, from, to: short(place, sku), amount: debt })
  if (amount > debt) posts.push({ kind: "post", id, from, to: shelf(place, sku), amount: amount - debt })
  return posts
}
