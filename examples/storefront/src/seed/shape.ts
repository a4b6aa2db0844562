/** The shape of the shop's goods as they stand in the seed: plain data, prices as decimal strings in CNY. */
import type { Motif, Tone } from "../pictures/index.ts"
import type { Text } from "../text/index.ts"

export type Kind = "physical" | "virtual" | "crossborder"

export type Category = {
  readonly id: string
  readonly parent: string | null
  readonly name: Text
  readonly motif: Motif
}

export type Merchant = { readonly id: string; readonly name: Text; readonly story: Text }

/** Where goods lie. `bonded` goods clear customs on the way to the buyer. */
export type Place = { readonly id: string; readonly name: Text; readonly bonded: boolean }

export type OptionName = "weight" | "glaze" | "size" | "colour" | "cover" | "value"

export type Picture = { readonly motif: Motif; readonly tones: readonly [Tone, ...Tone[]] }

export type Variant = {
  readonly sku: string
  /** The chosen value of each option of the product, by option name. */
  readonly options: Readonly<Partial<Record<OptionName, string>>>
  /** Price with tax, CNY, two decimals. */
  readonly price: string
  /** The price struck through, where there is one. */
  readonly listPrice?: string
  /** Weight as shipped, packing included; 0 for virtual goods. */
  readonly weightGrams: number
  /** Pieces by place id; empty for virtual goods, which never run out. */
  readonly stock: Readonly<Record<string, number>>
}

export type Attributes = {
  readonly origin?: string
  readonly season?: string
  readonly material?: string
  readonly capacityMl?: number
  readonly pages?: number
  readonly year?: number
}

export type Product = {
  readonly id: string
  readonly merchant: string
  readonly category: string
  readonly name: Text
  readonly description: Text
  readonly kind: Kind
  readonly attributes: Attributes
  readonly tags: readonly string[]
  readonly picture: Picture
  readonly options: readonly OptionName[]
  readonly variants: readonly Variant[]
  /** VAT included in the price, as a decimal: 0.09 tea and books, 0.13 goods, 0.06 services, 0.091 cross-border, 0 gift cards. */
  readonly taxRate: string
  /** Sold by measure: one piece is so many grams, weighed out on order. */
  readonly measured?: { readonly stepGrams: number }
  readonly bundle?: readonly { readonly sku: string; readonly quantity: number }[]
  /** Sold now, sent from this day on (a date in Asia/Shanghai). */
  readonly presale?: { readonly shipsFrom: string }
  readonly limited?: { readonly edition: number; readonly perBuyer: number }
  /** Day of arrival in the shop, newest first on the shelf. */
  readonly since: string
}
