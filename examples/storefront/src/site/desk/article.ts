/** One article: where it stands, goods in, and a count. */
import { shelf, unitOf } from "pannier/inventory"
import { deskArticlePage, type DeskArticleView, paths } from "../../look/index.ts"
import { say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import type { Visit } from "../visit.ts"
import { act } from "./door.ts"
import { goodsName } from "./words.ts"

export const article: Route = (visit, { sku = "" }) => show(visit, sku)

const show = async (visit: Visit, sku: string, wrong?: DeskArticleView["wrong"]): Promise<Response> => {
  const {
    as,
    house: { goods },
    language
  } = visit
  const { places } = await as.inventory.stock({ sku })
  // What is not in the catalog any more may still stand somewhere; what is nowhere either is a mistyped address.
  const known = goods.ofSku(sku) !== undefined
  if (!known && places.every(({ onHand, held, short }) => onHand + held + short === 0)) return visit.c.notFound()
  const view: DeskArticleView = {
    sku,
    name: goodsName(sku, goods, language),
    unit: unitOf(sku),
    places: places.map(({ place, onHand, held, available, short }) => ({
      id: place.id,
      name: place.name[language],
      onHand,
      held,
      free: available,
      owed: short,
      ...(onHand === 0 && held === 0 && short === 0 ? {} : { account: shelf(place.id, sku).id })
    })),
    ...(wrong === undefined ? {} : { wrong })
  }
  return visit.show(deskArticlePage(view, await visit.frame()), wrong === undefined ? 200 : 422)
}

/** The least that each form takes: nothing comes in as nothing, but a shelf may be found empty. */
const least = { receive: 1, count: 0 } as const

const isForm = (what: string): what is keyof typeof least => Object.hasOwn(least, what)

export const moveArticle: Route = async (visit, { sku = "" }) => {
  const { as, language } = visit
  const typed = await visit.form()
  const { do: form = "", place = "", key = "" } = typed
  if (!isForm(form)) return visit.c.notFound()
  const value = (typed[`${form}-pieces`] ?? "").trim()
  if (!/^\d{1,9}$/.test(value) || Number(value) < least[form]) {
    return show(visit, sku, { form, place, value, error: say(language, "desk.badCount", { least: least[form] }) })
  }
  // The key of the form is the number of the paper: sent twice, it moves nothing the second time.
  const paper = { reference: key, place }
  const to = paths(language).deskArticle(sku)
  return form === "receive"
    ? act(visit, to, say(language, "desk.takenIn"), () =>
        as.inventory.receive({ ...paper, lines: [{ sku, quantity: Number(value) }] }, { key })
      )
    : act(visit, to, say(language, "desk.counted"), () =>
        as.inventory.count({ ...paper, lines: [{ sku, counted: Number(value) }] }, { key })
      )
}
