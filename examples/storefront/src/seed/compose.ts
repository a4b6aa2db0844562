/** Short forms in which the goods are written down; each returns the full plain record. */
import type { Motif, Tone } from "../pictures/index.ts"
import type { Text } from "../text/index.ts"
import type { Attributes, Kind, OptionName, Picture, Product, Variant } from "./shape.ts"

/** [option values joined by "/", price, pieces in stock, list price?, weight in grams?] */
type Row = readonly [values: string, price: string, stock: number, listPrice?: string | undefined, grams?: number]

export type Draft = {
  readonly id: string
  readonly category: string
  readonly name: Text
  readonly description: Text
  readonly picture: Picture
  readonly since: string
  readonly merchant?: string
  readonly kind?: Kind
  readonly attributes?: Attributes
  readonly tags?: readonly string[]
  readonly taxRate?: string
  /** Weight of one piece in grams, where no row states its own. */
  readonly grams?: number
  readonly options?: readonly OptionName[]
  readonly rows: readonly Row[]
  readonly stepGrams?: number
  readonly bundle?: Product["bundle"]
  readonly presale?: Product["presale"]
  readonly limited?: Product["limited"]
}

export const both = (zh: string, en: string): Text => ({ zh, en })

export const picture = (motif: Motif, ...tones: [Tone, ...Tone[]]): Picture => ({ motif, tones })

/** One piece without options. */
export const one = (price: string, stock: number, listPrice?: string): readonly Row[] =>
  listPrice === undefined ? [["", price, stock]] : [["", price, stock, listPrice]]

const homes: Readonly<Record<string, string>> = { kiln: "jingdezhen", bindery: "suzhou" }

/** A craftsman's goods lie with the craftsman, bonded goods in Ningbo, the shop's own in Hangzhou with a third in Shanghai. */
const placed = (kind: Kind, merchant: string, pieces: number): Record<string, number> => {
  if (kind === "virtual") return {}
  if (kind === "crossborder") return { ningbo: pieces }
  const home = homes[merchant]
  if (home !== undefined) return { [home]: pieces }
  const shanghai = pieces < 6 ? 0 : Math.floor(pieces / 3)
  return shanghai === 0 ? { hangzhou: pieces } : { hangzhou: pieces - shanghai, shanghai }
}

/** Loose tea weighs its tin or pouch besides: a quarter more and 40 g. */
const packed = (value: string | undefined): number | undefined => {
  const grams = value === undefined ? null : /^(\d+)g$/.exec(value)?.[1]
  return grams == null ? undefined : Math.round(Number(grams) * 1.25) + 40
}

const variantOf = (draft: Draft, kind: Kind, merchant: string, row: Row): Variant => {
  const [joined, price, pieces, listPrice, grams] = row
  const values = joined === "" ? [] : joined.split("/")
  const options = Object.fromEntries((draft.options ?? []).map((option, index) => [option, values[index] ?? ""]))
  return {
    sku: [draft.id, ...values].join("-"),
    options,
    price,
    ...(listPrice === undefined ? {} : { listPrice }),
    weightGrams: kind === "virtual" ? 0 : (grams ?? packed(options["weight"]) ?? draft.grams ?? 300),
    stock: placed(kind, merchant, pieces)
  }
}

export const good = (draft: Draft): Product => {
  const kind = draft.kind ?? "physical"
  const merchant = draft.merchant ?? "shanfang"
  return {
    id: draft.id,
    merchant,
    category: draft.category,
    name: draft.name,
    description: draft.description,
    kind,
    attributes: draft.attributes ?? {},
    tags: draft.tags ?? [],
    picture: draft.picture,
    options: draft.options ?? [],
    variants: draft.rows.map((row) => variantOf(draft, kind, merchant, row)),
    taxRate: draft.taxRate ?? "0.13",
    ...(draft.stepGrams === undefined ? {} : { measured: { stepGrams: draft.stepGrams } }),
    ...(draft.bundle === undefined ? {} : { bundle: draft.bundle }),
    ...(draft.presale === undefined ? {} : { presale: draft.presale }),
    ...(draft.limited === undefined ? {} : { limited: draft.limited }),
    since: draft.since
  }
}

/** Tea in tins or pouches, by weight; tea as a farm product is taxed at 9 percent. */
export const tea = (draft: Omit<Draft, "options">): Product => good({ taxRate: "0.09", options: ["weight"], ...draft })
