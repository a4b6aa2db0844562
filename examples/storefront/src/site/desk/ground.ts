/** What offers are looked at and tried with: what goods cost, for those who may know it, the shop's policy and budgets. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { limitsOf, type lint, PromotionEntry } from "pannier/promotion"
import { Laboratory, type Policy, read } from "pannier/quote"
import type { Shop } from "pannier/shop"
import { costsOf, products } from "../../seed/index.ts"
import { promotionsIn, promotionStates } from "../promotions.ts"
import type { Visit } from "../visit.ts"
import { catalogOfShop } from "./recorded.ts"

export type Costs = Readonly<Record<string, bigint>>

const costs = costsOf(products)

/** Whether somebody may know what goods cost: whoever states offers. */
export const seesCosts = async ({ may }: Visit): Promise<boolean> =>
  (await may("promotion.define")).has("promotion.define")

/** What goods cost, if the visitor may know it. */
export const costsFor = async (visit: Visit): Promise<Costs | undefined> =>
  (await seesCosts(visit)) ? costs : undefined

/** The policy of the shop's quotes, where one is stated. */
export const policyOf = async ({ storage }: Shop): Promise<Policy | undefined> => {
  const documents = [{ collection: "settings", id: "settings" }]
  const [found] = (await Effect.runPromise(storage.read({ documents, accounts: [], queries: [], at: Date.now() })))
    .documents
  const policy: unknown = found === undefined ? undefined : JSON.parse(found.json).sections?.["cart.quote"]
  if (policy === undefined) return undefined
  const input = read({ currency: "CNY", at: new Date().toISOString(), lines: [], prices: [], promotions: [], policy })
  return Result.isSuccess(input) ? input.success.policy : undefined
}

const decode = Schema.decodeUnknownSync(PromotionEntry)

/** What the linter is told: the moment, the policy, what budgets have, and goods with their costs, if they may be known. */
export const groundFor = async (visit: Visit, known: Costs | undefined): Promise<Parameters<typeof lint>[1]> => {
  const { as, house } = visit
  const at = Date.now()
  const entries = (await Promise.all(promotionStates.map((state) => promotionsIn(as, state)))).flat()
  const limits = entries.flatMap((entry) => limitsOf(decode(entry), at))
  const policy = await policyOf(house.shop)
  await house.goods.look()
  const catalog = await catalogOfShop(house.shop, house.goods, at, [])
  return {
    currency: "CNY",
    at,
    ...(policy?.combination === undefined ? {} : { combination: policy.combination }),
    accounts: Object.fromEntries(
      limits.flatMap(({ stated, account, amount }) => [stated, account].map((name) => [name, amount]))
    ),
    ...(catalog === undefined || known === undefined ? {} : { goods: Laboratory.costedGoods(catalog, known) })
  }
}
