import type { Custom } from "./pricing-ours.ts"
import type { MedusaAction, MedusaCart, MedusaPromotion, MedusaTotals } from "./pricing-peers.ts"
import { buyerGroup, type CartRule, type Deal, type Gift, type Problem, taxPercent } from "./pricing-problem.ts"

/**
 * Medusa's way: sets first, then whatever has the larger value, each of what is left; a unit serves one set. It takes from the
 * price without tax, so an amount is spread over lines of one kind of price. It never rounds; ours counts in ten-thousandths.
 */
export const medusaWay: Custom = {
  currency: "CLF",
  scale: 100n,
  percentBase: "running",
  acrossTaxKind: true,
  rank: (deals) =>
    [...deals].sort((a, b) => Number(inSets(b)) - Number(inSets(a)) || valueOf(b.gift) - valueOf(a.gift)),
  onceInSets: true,
  rounding: { discount: "halfEven", tax: "halfEven" }
}

const inSets = ({ gift: { kind } }: Deal): boolean => kind === "buy 2 get 1"

// What Medusa sorts by: percents and whole units of money alike.
const valueOf = (gift: Gift): number => (gift.kind === "amount across" ? gift.amount / 100 : gift.percent)

/**
 * A cart of Medusa's with its totals as read from its database; a run computes the actions, puts them on the lines and adds
 * up, as its own workflow does.
 */
export const medusaCart = (
  { decorateCartTotals }: MedusaTotals,
  promotion: MedusaPromotion,
  { goods, deals }: Problem
): (() => Promise<MedusaCart>) => {
  const { computeActions } = promotion.default.default.prototype
  const codes = deals.map(({ id }) => id)
  const rows = medusaWay.rank(deals).map(promotionOf)
  const service = {
    baseRepository_: { getFreshManager: () => ({}) },
    listActivePromotions_: async () => rows
  }
  const plain = goods.map(({ id, brand, price, quantity, included }) => ({
    id,
    variant_sku: id,
    product: { collection_id: brand },
    unit_price: price / 100,
    quantity,
    is_tax_inclusive: included,
    tax_lines: [{ rate: taxPercent, code: "vat" }],
    adjustments: []
  }))
  const cart = {
    currency_code: "clf",
    customer: { groups: [{ id: buyerGroup }] },
    ...decorateCartTotals({ items: plain.map((item) => ({ ...item, tax_lines: [...item.tax_lines] })) })
  }
  return async () => {
    const actions = await computeActions.call(service, codes, cart, { prevent_auto_promotions: true })
    const byItem = Map.groupBy(actions, ({ item_id }) => item_id)
    return decorateCartTotals({
      currency_code: "clf",
      items: plain.map((item) => ({
        ...item,
        tax_lines: item.tax_lines.map((line) => ({ ...line })),
        adjustments: (byItem.get(item.id) ?? []).map(adjustmentOf)
      }))
    })
  }
}

const adjustmentOf = ({ code, amount, is_tax_inclusive: inclusive = false }: MedusaAction) => ({
  code,
  amount,
  is_tax_inclusive: inclusive
})

const rowOf = (attribute: string, operator: "eq" | "in" | "gte", value: string) => ({
  attribute,
  operator,
  values: [{ value }]
})

const ruleOf = (rule: CartRule) =>
  "group" in rule
    ? rowOf("customer.groups.id", "in", rule.group)
    : rowOf("item_subtotal", "gte", (rule.atLeast / 100).toFixed(2))

const promotionOf = ({ id, rule, gift }: Deal) => ({
  id,
  code: id,
  is_automatic: false,
  is_tax_inclusive: gift.kind === "amount across" && gift.included,
  rules: [ruleOf(rule)],
  ...methodOf(gift)
})

const methodOf = (gift: Gift) => {
  const value = valueOf(gift)
  switch (gift.kind) {
    case "percent on lines": {
      const target_rules = [rowOf("items.product.collection_id", "in", gift.brand)]
      const method = { type: "percentage", target_type: "items", allocation: "each", max_quantity: 1000, value }
      return { type: "standard", application_method: { ...method, target_rules } }
    }
    case "amount across": {
      const target_rules = [rowOf("items.is_tax_inclusive", "eq", String(gift.included))]
      const method = { type: "fixed", target_type: "items", allocation: "across", currency_code: "clf", value }
      return { type: "standard", application_method: { ...method, target_rules } }
    }
    case "percent on the order":
      return { type: "standard", application_method: { type: "percentage", target_type: "order", value } }
    case "buy 2 get 1":
      return {
        type: "buyget",
        application_method: {
          type: "percentage",
          target_type: "items",
          allocation: "each",
          value,
          max_quantity: 1,
          buy_rules_min_quantity: 2,
          apply_to_quantity: 1,
          buy_rules: [rowOf("items.variant_sku", "in", gift.buy)],
          target_rules: [rowOf("items.variant_sku", "in", gift.get)]
        }
      }
  }
}
