import * as Schema from "effect/Schema"
import { Sku, Variant, variants } from "../../catalog/model.ts"
import { type Loading, query, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import { available, type Balance } from "../../ledger/model.ts"
import type { Page } from "../../storage/model.ts"
import { Movement, movements, Place, places } from "../model.ts"
import { shelf, short } from "../rules/accounts.ts"
import { onHand, type ShelfBalance } from "../rules/transfers.ts"

const paged = {
  /** As the page before gave it. */
  after: Schema.optionalKey(Text(4000)),
  /** 1 to 100; absent: 50. */
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })))
}

const part = ({ after, limit = 50 }: { readonly after?: string; readonly limit?: number }) => ({
  limit,
  ...(after === undefined ? {} : { after })
})

/** How many pieces of a sku stand at a place. */
export class StockLevel extends Schema.Opaque<StockLevel>()(
  Schema.Struct({
    /** On the shelf, less what the place owes; goods of paid orders stand aside. */
    onHand: Schema.Int,
    /** Of those, reserved for orders that are not paid yet. */
    held: Schema.Int,
    /** What can be sold. */
    available: Schema.Int,
    /** Promised and not there; above 0 somebody must see to it. */
    short: Schema.Int
  })
) {}

const levelOf = (balance: ShelfBalance): StockLevel => ({
  onHand: Number(onHand(balance)),
  held: Number(balance.shelf.outgoing),
  available: Number(available(balance.shelf) ?? 0n),
  short: Number(-balance.short.posted)
})

const levelsOf = (shelves: ReadonlyArray<Balance>, shorts: ReadonlyArray<Balance>): ReadonlyArray<StockLevel> =>
  shelves.flatMap((shelf, index) => {
    const short = shorts[index]
    return short === undefined ? [] : [levelOf({ shelf, short })]
  })

class GetStock extends Schema.Opaque<GetStock>()(Schema.Struct({ sku: Sku })) {}

/** A sku's stock at each place, in the order in which places give. */
export class StockView extends Schema.Opaque<StockView>()(
  Schema.Struct({
    sku: Sku,
    /** What all places together can sell. */
    available: Schema.Int,
    places: Schema.Array(Schema.Struct({ place: Place, ...StockLevel.fields }))
  })
) {}

/** What stands of a sku at each place. */
export const getStock = query("inventory.stock", {
  summary: "what stands of a sku at each place",
  input: GetStock,
  reply: StockView,
  permission: "inventory.stock",
  *load({ sku }, read: Read): Loading<{ places: ReadonlyArray<Place>; levels: ReadonlyArray<StockLevel> }> {
    const items = yield* read.every(places, { index: "position" })
    const { shelves, shorts } = yield* read.all({
      shelves: read.balances(items.map(({ id }) => shelf(id, sku))),
      shorts: read.balances(items.map(({ id }) => short(id, sku)))
    })
    return { places: items, levels: levelsOf(shelves, shorts) }
  },
  answer: ({ places, levels }, { sku }) => ({
    sku,
    available: levels.reduce((sum, level) => sum + level.available, 0),
    places: levels.flatMap((level, index) => {
      const place = places[index]
      return place === undefined ? [] : [{ place, ...level }]
    })
  })
})

class ListStock extends Schema.Opaque<ListStock>()(Schema.Struct({ place: ref("place"), ...paged })) {}

/** What stands at a place of each sku that the shop sells, by sku; those that never stood there have nothing. */
export const listStock = query("inventory.list", {
  summary: "what stands at a place, by sku",
  input: ListStock,
  reply: Schema.Struct({
    items: Schema.Array(Schema.Struct({ variant: Variant, ...StockLevel.fields })),
    next: Schema.optionalKey(Schema.String)
  }),
  permission: "inventory.list",
  *load({ place, ...rest }, read: Read): Loading<{ page: Page<Variant>; levels: ReadonlyArray<StockLevel> }> {
    const { page } = yield* read.all({
      place: read.one(places, place),
      page: read.page(variants, { index: "state", equals: ["active"], ...part(rest) })
    })
    const skus = page.items.map(({ sku }) => sku)
    const { shelves, shorts } = yield* read.all({
      shelves: read.balances(skus.map((sku) => shelf(place, sku))),
      shorts: read.balances(skus.map((sku) => short(place, sku)))
    })
    return { page, levels: levelsOf(shelves, shorts) }
  },
  answer: ({ page, levels }) => ({
    items: levels.flatMap((level, index) => {
      const variant = page.items[index]
      return variant === undefined ? [] : [{ variant, ...level }]
    }),
    ...(page.next === undefined ? {} : { next: page.next })
  })
})

class ListPlaces extends Schema.Opaque<ListPlaces>()(Schema.Struct(paged)) {}

/** The places in the order in which they give. */
export const listPlaces = query("inventory.places", {
  summary: "the places where stock stands, in the order in which they give",
  input: ListPlaces,
  reply: Schema.Struct({ items: Schema.Array(Place), next: Schema.optionalKey(Schema.String) }),
  permission: "inventory.places",
  *load(input, read: Read): Loading<Page<Place>> {
    return yield* read.page(places, { index: "position", ...part(input) })
  },
  answer: (page) => page
})

class ListMovements extends Schema.Opaque<ListMovements>()(Schema.Struct({ place: ref("place"), ...paged })) {}

/** The movements at a place, the newest first. */
export const listMovements = query("inventory.movements", {
  summary: "receipts, returns, counts and write-offs at a place, the newest first",
  input: ListMovements,
  reply: Schema.Struct({ items: Schema.Array(Movement), next: Schema.optionalKey(Schema.String) }),
  permission: "inventory.movements",
  *load({ place, ...rest }, read: Read): Loading<Page<Movement>> {
    return yield* read.page(movements, { index: "place", equals: [place], descending: true, ...part(rest) })
  },
  answer: (page) => page
})
