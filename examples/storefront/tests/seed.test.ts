import { describe, expect, it } from "vitest"
import { draw, isMotif, isTone, motifs, tones } from "../src/pictures/index.ts"
import {
  attributeNames,
  categories,
  costsOf,
  materials,
  merchants,
  optionNames,
  optionValueName,
  origins,
  places,
  products,
  seasons,
  tagNames
} from "../src/seed/index.ts"
import type { Text } from "../src/text/index.ts"

const han = /\p{Script=Han}/u
const variants = products.flatMap((product) => product.variants.map((variant) => ({ product, variant })))

const bilingual = (text: Text | undefined, what: string, mayShare = false): void => {
  expect(text, what).toBeDefined()
  if (text === undefined) return
  expect(text.en, what).not.toMatch(han)
  expect(text.en.trim(), what).not.toBe("")
  if (!mayShare) expect(text.zh, what).toMatch(han)
}

describe("the goods of the shop", () => {
  it("are more than 240, of every kind the kernel knows", () => {
    expect(products.length).toBeGreaterThanOrEqual(240)
    const kinds = new Set(products.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(["crossborder", "physical", "virtual"])
    expect(products.filter(({ bundle }) => bundle !== undefined).length).toBeGreaterThanOrEqual(5)
    expect(products.filter(({ measured }) => measured !== undefined).length).toBeGreaterThanOrEqual(5)
    expect(products.filter(({ presale }) => presale !== undefined).length).toBeGreaterThanOrEqual(2)
    expect(new Set(products.map(({ merchant }) => merchant)).size).toBe(3)
  })
  it("are written in both languages, and no two share a name", () => {
    for (const product of products) {
      bilingual(product.name, product.id)
      bilingual(product.description, product.id)
    }
    for (const language of ["zh", "en"] as const) {
      expect(new Set(products.map(({ name }) => name[language])).size).toBe(products.length)
      expect(new Set(products.map(({ description }) => description[language])).size).toBe(products.length)
    }
    for (const { id, name } of [...categories, ...merchants, ...places]) bilingual(name, id)
    for (const { id, story } of merchants) bilingual(story, id)
    for (const names of [attributeNames, optionNames, origins, seasons, materials, tagNames]) {
      for (const [key, text] of Object.entries(names)) bilingual(text, key)
    }
  })
  it("have ids and skus of their own, in plain lower case", () => {
    expect(new Set(products.map(({ id }) => id)).size).toBe(products.length)
    expect(new Set(variants.map(({ variant }) => variant.sku)).size).toBe(variants.length)
    for (const { variant } of variants) expect(variant.sku).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
  })
  it("have a positive price in fen, below the struck-through one, and a VAT rate that exists", () => {
    for (const { variant } of variants) {
      expect(variant.price, variant.sku).toMatch(/^[1-9]\d*\.\d{2}$/)
      if (variant.listPrice !== undefined)
        expect(Number(variant.listPrice), variant.sku).toBeGreaterThan(Number(variant.price))
    }
    for (const product of products) expect(["0", "0.06", "0.09", "0.091", "0.13"]).toContain(product.taxRate)
  })
  it("cost less than they bring without tax, all but gift cards; what passes the border has no cost", () => {
    const costs = costsOf(products)
    for (const { kind, taxRate, variants } of products) {
      for (const { sku, price } of variants) {
        const net = (Number(price) * 100) / (1 + Number(taxRate))
        const cost = costs[sku]
        if (kind === "crossborder") expect(cost).toBeUndefined()
        else if (Number(taxRate) === 0) expect(Number(cost)).toBe(net)
        else expect([sku, Number(cost) > 0 && Number(cost) < net]).toEqual([sku, true])
      }
    }
  })

  it("lie in a category of the tree, with a merchant, at places that exist", () => {
    const known = new Set(categories.map(({ id }) => id))
    for (const { id, parent } of categories) {
      if (parent !== null)
        expect(
          categories.findIndex((each) => each.id === parent),
          id
        ).toBeLessThan(categories.findIndex((each) => each.id === id))
      if (parent !== null) expect(known, id).toContain(parent)
    }
    for (const product of products) {
      expect(known, product.id).toContain(product.category)
      expect(merchants.map(({ id }) => id)).toContain(product.merchant)
    }
    const leaves = categories.filter(({ id }) => !categories.some(({ parent }) => parent === id))
    for (const leaf of leaves)
      expect(
        products.some(({ category }) => category === leaf.id),
        leaf.id
      ).toBe(true)
    const placeIds = places.map(({ id }) => id)
    for (const { product, variant } of variants) {
      const stocked = Object.entries(variant.stock)
      expect(stocked.length > 0, variant.sku).toBe(product.kind !== "virtual")
      for (const [place, pieces] of stocked) {
        expect(placeIds).toContain(place)
        expect(Number.isInteger(pieces) && pieces > 0, variant.sku).toBe(true)
        expect(places.find(({ id }) => id === place)?.bonded, variant.sku).toBe(product.kind === "crossborder")
      }
      expect(variant.weightGrams > 0, variant.sku).toBe(product.kind !== "virtual")
    }
  })
  it("name every option, attribute and tag they use", () => {
    for (const { product, variant } of variants) {
      expect(Object.keys(variant.options).sort(), variant.sku).toEqual([...product.options].sort())
      for (const value of Object.values(variant.options))
        bilingual(optionValueName(value), `${variant.sku} ${value}`, /^[ab]\d$/.test(value))
    }
    for (const { id, attributes, tags } of products) {
      if (attributes.origin !== undefined) bilingual(origins[attributes.origin], `${id} ${attributes.origin}`)
      if (attributes.season !== undefined) bilingual(seasons[attributes.season], `${id} ${attributes.season}`)
      if (attributes.material !== undefined) bilingual(materials[attributes.material], `${id} ${attributes.material}`)
      for (const tag of tags) bilingual(tagNames[tag], `${id} ${tag}`)
    }
  })
  it("bundles are made of skus that are sold, and cost less than their parts", () => {
    const prices = new Map(variants.map(({ variant }) => [variant.sku, Number(variant.price)]))
    for (const { id, bundle, variants: own } of products) {
      if (bundle === undefined) continue
      for (const { sku } of bundle) expect([...prices.keys()], id).toContain(sku)
      const parts = bundle.reduce((sum, { sku, quantity }) => sum + (prices.get(sku) ?? 0) * quantity, 0)
      expect(Number(own[0]?.price), id).toBeLessThan(parts)
      expect(Number(own[0]?.listPrice), id).toBe(parts)
    }
  })
  it("one kiln edition of ten, one last piece", () => {
    const limited = products.filter(({ limited }) => limited !== undefined)
    expect(limited.map(({ variants: own }) => own[0]?.stock)).toEqual([{ jingdezhen: 10 }])
    const last = products.filter(({ tags }) => tags.includes("last-piece"))
    expect(last.map(({ variants: own }) => own[0]?.stock)).toEqual([{ jingdezhen: 1 }])
  })
})

describe("the pictures", () => {
  it("every motif is used, and every motif and tone that is used is drawn", () => {
    const used = new Set([...products.map(({ picture }) => picture.motif), ...categories.map(({ motif }) => motif)])
    expect([...used].sort()).toEqual([...motifs])
    for (const { picture } of products) {
      expect(isMotif(picture.motif)).toBe(true)
      for (const tone of picture.tones) expect(isTone(tone)).toBe(true)
    }
  })
  it("every drawing is well-formed, small, and differs from every other", () => {
    const drawn = motifs.map((motif) => draw(motif, ["jade", "straw"]))
    expect(new Set(drawn).size).toBe(motifs.length)
    for (const [index, svg] of drawn.entries()) {
      expect(svg, motifs[index]).not.toMatch(/NaN|undefined|\[object/)
      expect(svg.length, motifs[index]).toBeLessThan(5000)
      expect(svg.match(/<g[ >]/g)?.length, motifs[index]).toBe(svg.match(/<\/g>/g)?.length)
      for (const [, id] of svg.matchAll(/url\(#(\w+)\)/g)) expect(svg, `${motifs[index]} ${id}`).toContain(`id="${id}"`)
      for (const tag of svg.match(/<[a-z][^>]*>/g) ?? []) {
        const names = [...tag.matchAll(/ ([\w-]+)=/g)].map((match) => match[1])
        expect(new Set(names).size, `${motifs[index]} ${tag}`).toBe(names.length)
      }
    }
  })
  it("every tone colours", () => {
    for (const tone of tones) expect(draw("cup", [tone])).not.toMatch(/NaN|undefined/)
  })
})
