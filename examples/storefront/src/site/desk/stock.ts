/** What stands where. */
import * as Effect from "effect/Effect"
import { lost, shelf, short, supply, unitOf } from "pannier/inventory"
import { deskStockPage, type DeskStockView } from "../../look/index.ts"
import type { Route } from "../route.ts"
import type { Visit } from "../visit.ts"
import { inParallel } from "../furnish.ts"
import { goodsName } from "./words.ts"

/** Articles on one page. */
const shown = 40
/** Questions that are asked at a time. */
const hands = 8

export const stock: Route = async (visit) => {
  const {
    as,
    c,
    house: { goods },
    language
  } = visit
  await goods.look()
  const query = (c.req.query("q") ?? "").trim()
  const typed = query.toLowerCase()
  const skus = goods.all.flatMap(({ name, variants }) =>
    variants
      .filter(({ sku }) => sku.includes(typed) || name.zh.includes(query) || name.en.toLowerCase().includes(typed))
      .map(({ sku }) => sku)
  )
  const pages = Math.max(1, Math.ceil(skus.length / shown))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query("page") ?? 1)) || 1))
  const chosen = skus.slice((page - 1) * shown, page * shown)
  const levels = new Map<string, Awaited<ReturnType<typeof as.inventory.stock>>>()
  await inParallel(chosen, hands, async (sku) => void levels.set(sku, await as.inventory.stock({ sku })))
  const places =
    levels
      .values()
      .next()
      .value?.places.map(({ place }) => place) ?? []
  const gone = await goneFrom(
    visit,
    chosen,
    places.map(({ id }) => id)
  )
  const view: DeskStockView = {
    places: places.map(({ id, name }) => ({ id, name: name[language] })),
    rows: chosen.map((sku) => {
      const level = levels.get(sku)
      return {
        sku,
        name: goodsName(sku, goods, language),
        cells: (level?.places ?? []).map(({ place, onHand, held, short: owed }) =>
          onHand === 0 && held === 0 && owed === 0 ? undefined : { onHand, held, account: shelf(place.id, sku).id }
        ),
        free: level?.available ?? 0,
        sold: gone.get(sku) ?? 0,
        unit: unitOf(sku)
      }
    }),
    page,
    pages,
    ...(query === "" ? {} : { query })
  }
  return visit.show(deskStockPage(view, await visit.frame()))
}

/** Pieces that buyers have or have paid for: all that came in, less what the places have, owe or have lost. */
const goneFrom = async (
  { house: { shop } }: Visit,
  skus: ReadonlyArray<string>,
  places: ReadonlyArray<string>
): Promise<ReadonlyMap<string, number>> => {
  const accountsOf = (sku: string) =>
    [supply(sku), ...places.flatMap((place) => [shelf(place, sku), short(place, sku), lost(place, sku)])].map(
      ({ id }) => id
    )
  const accounts = skus.flatMap(accountsOf)
  const found = await Effect.runPromise(shop.storage.read({ documents: [], accounts, queries: [], at: Date.now() }))
  const each = 1 + 3 * places.length
  return new Map(
    skus.map((sku, index) => {
      const standing = found.accounts.slice(index * each, (index + 1) * each)
      return [sku, Number(standing.reduce((sum, balance) => sum - (balance?.posted ?? 0n), 0n))]
    })
  )
}
