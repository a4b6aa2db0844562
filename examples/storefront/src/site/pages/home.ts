import { homePage, type OfferView } from "../../look/index.ts"
import type { Language } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { assorted, cardOf, type Good, isReduced, leftOf } from "../goods.ts"
import { offers } from "../offers.ts"

const offersOf = (language: Language): ReadonlyArray<OfferView> =>
  offers.slice(0, 4).map(({ name, terms, code }) => ({
    name: name[language],
    terms: terms[language],
    ...(code === undefined ? {} : { code })
  }))

const newest = (goods: ReadonlyArray<Good>): ReadonlyArray<Good> =>
  goods.toSorted((a, b) => (b.attributes["since"]?.[0] ?? "").localeCompare(a.attributes["since"]?.[0] ?? ""))

export const home: Route = async (visit) => {
  const {
    house: { goods },
    language
  } = visit
  const frame = await visit.frame()
  const all = goods.all
  const reduced = all.filter((good) => isReduced(good) && leftOf(good) > 0)
  const cards = (list: ReadonlyArray<Good>) => list.slice(0, 4).map((good) => cardOf(good, language))
  const hero = goods.get("kiln-edition-gaiwan") ?? newest(all)[0]
  if (hero === undefined) return visit.c.notFound()
  return visit.show(
    homePage(
      {
        hero: cardOf(hero, language),
        offers: offersOf(language),
        sections: goods
          .below()
          .filter(({ path }) => goods.under(path).length > 0)
          .map(({ id, path, name }) => {
            const inside = goods.under(path)
            return {
              id,
              name: name[language],
              picture: inside[0]?.picture ?? hero.picture,
              count: inside.length,
              children: goods.below(id).map((child) => ({ id: child.id, name: child.name[language] }))
            }
          }),
        deals: cards(assorted(reduced, 4)),
        fresh: cards(newest(all.filter((good) => good.attributes["shipsFrom"] === undefined))),
        presale: cards(all.filter((good) => good.attributes["shipsFrom"] !== undefined))
      },
      frame
    )
  )
}
