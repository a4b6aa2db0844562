/** An adjustment of a line of an order, in minor units below zero, as Vendure makes it. */
export interface VendureAdjustment {
  readonly adjustmentSource: string
  readonly amount: number
}

/** What the bench reads of a line of Vendure's, and clears before each run. */
export interface VendureLine {
  readonly id: string
  readonly quantity: number
  readonly listPriceIncludesTax: boolean
  readonly productVariant: { readonly id: string }
  adjustments: ReadonlyArray<VendureAdjustment>
  readonly unitPrice: number
  readonly unitPriceWithTax: number
  readonly linePrice: number
  readonly linePriceWithTax: number
  readonly proratedLinePrice: number
  readonly proratedLinePriceWithTax: number
}

/** What the bench reads of an order of Vendure's. */
export interface VendureOrder {
  readonly lines: ReadonlyArray<VendureLine>
  readonly totalWithTax: number
}

/** A condition or an action, before and after it is given what it looks things up in. */
interface VendureOperation {
  readonly init: (injector: { readonly get: (token: { readonly name: string }) => unknown }) => Promise<void>
}

/** What the bench calls of @vendure/core. */
export interface Vendure {
  readonly OrderCalculator: new (
    ...services: ReadonlyArray<object>
  ) => {
    readonly applyPriceAdjustments: (
      context: object,
      order: VendureOrder,
      promotions: ReadonlyArray<object>
    ) => Promise<VendureOrder>
  }
  readonly RequestContextCacheService: new () => object
  readonly DefaultTaxZoneStrategy: new () => object
  readonly DefaultTaxLineCalculationStrategy: new () => object
  readonly DefaultOrderTaxCalculationStrategy: new () => object
  readonly Order: new (input: object) => VendureOrder
  readonly OrderLine: new (input: object) => VendureLine
  readonly Promotion: new (input: object) => object
  readonly TaxRate: new (input: object) => object
  readonly PromotionLineAction: new (config: object) => VendureOperation
  readonly PromotionOrderAction: new (config: object) => VendureOperation
  readonly PromotionCondition: new (config: object) => VendureOperation
  readonly minimumOrderAmount: VendureOperation
  readonly customerGroup: VendureOperation
  readonly buyXGetYFreeCondition: VendureOperation
  readonly orderFixedDiscount: VendureOperation
}

/** A number of Medusa's. */
export interface MedusaNumber {
  readonly numeric: number
}

/** One adjustment that `computeActions` asks for. */
export interface MedusaAction {
  readonly action: string
  readonly item_id: string
  readonly code: string
  readonly amount: MedusaNumber
  readonly is_tax_inclusive?: boolean
}

/** A cart with its totals. */
export interface MedusaCart {
  readonly total: MedusaNumber
  readonly items: ReadonlyArray<{
    readonly id: string
    readonly total: MedusaNumber
    readonly adjustments?: ReadonlyArray<{ readonly amount: unknown }>
  }>
}

/** What the bench calls of @medusajs/utils. */
export interface MedusaTotals {
  readonly decorateCartTotals: (cart: object) => MedusaCart
}

/** What the bench calls of @medusajs/promotion. */
export interface MedusaPromotion {
  readonly default: {
    readonly default: {
      readonly prototype: {
        readonly computeActions: (
          this: object,
          codes: ReadonlyArray<string>,
          cart: object,
          options: object
        ) => Promise<ReadonlyArray<MedusaAction>>
      }
    }
  }
}
