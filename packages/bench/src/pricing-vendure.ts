import type { Custom } from "./pricing-ours.ts"
import type { Vendure, VendureLine, VendureOrder } from "./pricing-peers.ts"
import { buyerGroup, type CartRule, type Deal, type Gift, type Problem, taxPercent } from "./pricing-problem.ts"

/**
 * Vendure's way: line percentages of the list price, then what is off the order in stated order, spread over all lines; a
 * negative amount that falls between two cents goes to the smaller discount.
 */
export const vendureWay: Custom = {
  currency: "EUR",
  scale: 1n,
  percentBase: "price",
  acrossTaxKind: false,
  rank: (deals) => [...deals.filter(onLines), ...deals.filter((deal) => !onLines(deal))],
  onceInSets: false,
  rounding: { discount: "halfDown", tax: "halfDown" }
}

const onLines = ({ gift: { kind } }: Deal): boolean => kind === "percent on lines" || kind === "buy 2 get 1"

/**
 * An order of Vendure's and its calculator, with everything it would look up in memory. Its own percentages take the net or
 * the gross of all lines alike; an order that mixes both kinds of prices needs actions of the shop's own, made here as its
 * documentation makes them.
 */
export const vendureCart = async (core: Vendure, { goods, deals }: Problem): Promise<() => Promise<VendureOrder>> => {
  const facets = new Map(goods.map(({ id, brand }) => [id, brand]))
  const operations = operationsOf(core, facets)
  const services = new Map<string, unknown>([
    ["CustomerService", {}],
    ["CacheService", { createCache: () => ({ get: async () => [buyerGroup] }) }],
    ["EventBus", { ofType: () => ({ subscribe: () => undefined }) }]
  ])
  for (const operation of operations.all) await operation.init({ get: ({ name }) => services.get(name) })
  const promotions = deals.map(
    ({ id, rule, gift }) =>
      new core.Promotion({
        id,
        name: id,
        enabled: true,
        priorityScore: 0,
        promotionConditions: operations.conditions,
        promotionActions: operations.actions,
        conditions: [conditionOf(rule), ...setsOf(gift)],
        actions: [actionOf(gift)]
      })
  )
  const zone = { id: "zone" }
  const channel = { id: "channel", defaultTaxZone: zone, pricesIncludeTax: true }
  const rate = new core.TaxRate({ id: "vat", name: "vat", value: taxPercent })
  const calculator = new core.OrderCalculator(
    {
      taxOptions: {
        taxZoneStrategy: new core.DefaultTaxZoneStrategy(),
        taxLineCalculationStrategy: new core.DefaultTaxLineCalculationStrategy(),
        orderTaxCalculationStrategy: new core.DefaultOrderTaxCalculationStrategy()
      },
      orderOptions: {
        orderLineDiscountDistributionStrategy: { getWeight: (_: object, line: VendureLine) => shownPrice(line) }
      }
    },
    { getAllWithMembers: async () => [zone] },
    { getApplicableTaxRate: async () => rate },
    {},
    {},
    new core.RequestContextCacheService()
  )
  const order = new core.Order({
    id: "order",
    couponCodes: [],
    surcharges: [],
    shippingLines: [],
    promotions: [],
    customer: { id: "customer" },
    taxZoneId: zone.id,
    lines: goods.map(
      ({ id, price, quantity, included }) =>
        new core.OrderLine({
          id,
          quantity,
          orderPlacedQuantity: 0,
          listPrice: price,
          listPriceIncludesTax: included,
          adjustments: [],
          taxLines: [rateLine],
          taxCategoryId: "goods",
          productVariant: { id }
        })
    )
  })
  return () => {
    for (const line of order.lines) line.adjustments = []
    return calculator.applyPriceAdjustments({ channelId: channel.id, channel }, order, promotions)
  }
}

const rateLine = { description: "vat", taxRate: taxPercent }

/** What the shopper is shown of a line now: with the tax, if its price holds it. */
const shownPrice = (line: VendureLine): number =>
  line.listPriceIncludesTax ? line.proratedLinePriceWithTax : line.proratedLinePrice

interface Sets {
  readonly buy_x_get_y_free: { readonly freeItemsPerLine: Readonly<Record<string, number>> }
}

const operationsOf = (core: Vendure, facets: ReadonlyMap<string, string>) => {
  const described = (value: string) => [{ languageCode: "en", value }]
  const percentOnLines = new core.PromotionLineAction({
    code: "percent_on_lines",
    description: described("{ discount }% off lines with these facets"),
    args: { discount: { type: "float" }, facets: { type: "ID", list: true } },
    execute: (
      _: object,
      line: VendureLine,
      { discount, facets: wanted }: { readonly discount: number; readonly facets: ReadonlyArray<string> }
    ) => {
      if (!wanted.every((facet) => facets.get(line.productVariant.id) === facet)) return 0
      return -(line.listPriceIncludesTax ? line.linePriceWithTax : line.linePrice) * (discount / 100)
    }
  })
  const percentOnOrder = new core.PromotionOrderAction({
    code: "percent_on_order",
    description: described("{ discount }% off the order"),
    args: { discount: { type: "float" } },
    execute: (_: object, { lines }: VendureOrder, { discount }: { readonly discount: number }) =>
      -lines.reduce((sum, line) => sum + shownPrice(line), 0) * (discount / 100)
  })
  const percentOnSets = new core.PromotionLineAction({
    code: "percent_on_sets",
    description: described("{ discount }% off the units that come with a set"),
    args: { discount: { type: "float" } },
    conditions: [core.buyXGetYFreeCondition],
    execute: (_: object, line: VendureLine, { discount }: { readonly discount: number }, sets: Sets) => {
      const units = sets.buy_x_get_y_free.freeItemsPerLine[line.id] ?? 0
      return -units * (line.listPriceIncludesTax ? line.unitPriceWithTax : line.unitPrice) * (discount / 100)
    }
  })
  const conditions = [core.minimumOrderAmount, core.customerGroup, core.buyXGetYFreeCondition]
  const actions = [percentOnLines, percentOnOrder, percentOnSets, core.orderFixedDiscount]
  return { conditions, actions, all: [...conditions, ...actions] }
}

const operation = (code: string, args: Readonly<Record<string, string>>) => ({
  code,
  args: Object.entries(args).map(([name, value]) => ({ name, value }))
})

const conditionOf = (rule: CartRule) =>
  "group" in rule
    ? operation("customer_group", { customerGroupId: rule.group })
    : operation("minimum_order_amount", { amount: String(rule.atLeast), taxInclusive: "false" })

const setsOf = (gift: Gift) =>
  gift.kind === "buy 2 get 1"
    ? [
        operation("buy_x_get_y_free", {
          amountX: "2",
          variantIdsX: JSON.stringify([gift.buy]),
          amountY: "1",
          variantIdsY: JSON.stringify([gift.get])
        })
      ]
    : []

const actionOf = (gift: Gift) => {
  switch (gift.kind) {
    case "percent on lines":
      return operation("percent_on_lines", { discount: String(gift.percent), facets: JSON.stringify([gift.brand]) })
    case "amount across":
      return operation("order_fixed_discount", { discount: String(gift.amount) })
    case "percent on the order":
      return operation("percent_on_order", { discount: String(gift.percent) })
    case "buy 2 get 1":
      return operation("percent_on_sets", { discount: String(gift.percent) })
  }
}
