import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { schemaVersionOf } from "../../src/command/index.ts"
import { parseDocument } from "../../src/storage/index.ts"
import { ann, inSmallShop, order, type SmallShop } from "../shop/small-shop.ts"
import { furnishVirtual, place, placeAndPay } from "./digital.ts"

/** The version of the Schema that an order is kept in: a program of before virtual goods had a road of their own reads the first. */
const versionOf = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  const wants = { documents: [{ collection: "order", id }], accounts: [], queries: [], at: 0 }
  const [stored] = (yield* shop.kernel.engine.storage.read(wants)).documents
  return schemaVersionOf(parseDocument(stored?.json ?? "{}"))
})

describe("an order that a former program may meet", () => {
  test("F16 is kept as that program reads it, unless it has no address or virtual goods of it were delivered", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnishVirtual(shop)
        expect(yield* versionOf(shop, (yield* order(shop, ann, { longjing: 1 })).id)).toBe(1)
        // That program wants an address of every order, and would find none.
        expect(yield* versionOf(shop, (yield* place(shop, { ebook: 1 })).id)).toBe(2)
        const mixed = yield* placeAndPay(shop, { ebook: 1, longjing: 1 })
        expect(mixed.state).toBe("paid")
        expect(yield* versionOf(shop, mixed.id)).toBe(1)
        // It knows of no delivery without a parcel, and would forget it with the next change.
        yield* shop.work
        expect(yield* versionOf(shop, mixed.id)).toBe(2)
        expect(yield* versionOf(shop, (yield* order(shop, ann, { longjing: 1 })).id)).toBe(1)
      })
    ))
})
