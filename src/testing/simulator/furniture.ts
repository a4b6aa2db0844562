import type { Dice } from "./dice.ts"
import { ebook, online } from "./ebook.ts"
import { depositPromotion, pot, type Presale } from "./presale.ts"

/** The goods of a simulated shop: prices that split badly, and one article that there is little of. */
export const goods = [
  { id: "longjing", zh: "龙井", en: "Longjing", grams: 250, price: "128.00" },
  { id: "puer", zh: "普洱", en: "Pu'er", grams: 357, price: "66.60" },
  { id: "cup", zh: "茶杯", en: "cup", grams: 300, price: "39.90" },
  { id: "caddy", zh: "茶罐", en: "caddy", grams: 220, price: "33.33" }
] as const

/** All that is on the shelves: what is on presale beside the others. */
export const stocked = [...goods, pot] as const

/** Where goods stand that travel. */
export const shelves = ["hangzhou", "chengdu"] as const

/** Where virtual goods are counted: there are as many as may be sold. */
const places = [...shelves, online] as const

const tax = { included: true, rates: [{ id: "vat", rate: "0.13" }] }

/** The articles of the shop, as its catalog has them. */
const articles = [...stocked.map((one) => ({ ...one, kind: "physical", tax })), ebook]

/** Where the goods of a simulation go. */
export const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const delivery = {
  options: [
    {
      id: "standard",
      name: { zh: "标准快递", en: "standard" },
      carrier: "slowboat",
      days: { from: 2, until: 4 },
      heaviestGrams: 30_000,
      rates: [{ currency: "CNY", elsewhere: { kind: "flat", amount: yuan("7.00") }, regions: [] }]
    }
  ],
  pollAfter: 360
}

const grant = (id: string, level: string, rewards: ReadonlyArray<unknown>, more: object = {}) => ({
  id,
  level,
  offer: { kind: "grant", rewards },
  ...more
})

/** How scarce things are in one run. */
export interface Scarcity {
  readonly stock: number
  readonly hot: number
  readonly uses: number
  /** How many e-books may be sold. */
  readonly licences: number
  /** How long an order waits to be paid, in minutes, and what is held for it after that, in hours. */
  readonly payWithin: number
  readonly grace: number
}

export const drawScarcity = (dice: Dice): Scarcity => ({
  stock: dice.pick([8, 60, 200, 1000]),
  hot: dice.pick([1, 2, 5, 20, 100]),
  uses: dice.pick([1, 1, 3, 30]),
  licences: dice.pick([2, 10, 1000]),
  payWithin: dice.pick([5, 30, 30]),
  grace: dice.pick([0, 1, 72])
})

/**
 * The offers of a simulated shop: one for all, one by a code of few uses, one for a means of payment, and points and cashback
 * for what is kept.
 */
const promotions = ({ uses }: Scarcity) => [
  { promotion: grant("tea-5", "item", [{ kind: "percent", percent: "5" }]), currency: "CNY", limits: [] },
  {
    promotion: grant("save10", "merchant", [{ kind: "amount", amount: "10.00" }], {
      codes: ["SAVE10"],
      when: { measure: "amount", atLeast: "50.00" },
      budgets: [
        { account: "uses:SAVE10", unit: "uses", per: "all" },
        { account: "uses:SAVE10:each", unit: "uses", per: "customer" }
      ]
    }),
    currency: "CNY",
    limits: [
      { account: "uses:SAVE10", amount: String(uses) },
      { account: "uses:SAVE10:each", amount: "1" }
    ]
  },
  {
    promotion: grant("thanks", "platform", [
      { kind: "cashback", amount: "3.00" },
      { kind: "points", points: 100 }
    ]),
    currency: "CNY",
    limits: []
  },
  {
    promotion: grant("free-ship-99", "shipping", [{ kind: "shipping", percent: "100" }], {
      when: { measure: "amount", atLeast: "99.00" }
    }),
    currency: "CNY",
    limits: []
  },
  {
    promotion: grant("pay-2", "payment", [{ kind: "amount", amount: "2.00" }], {
      when: { fact: "paymentMethod", op: "in", values: ["sandbox"] }
    }),
    currency: "CNY",
    limits: []
  }
]

/** One thing that is stated before the doors open. */
export interface Stated {
  readonly name: string
  readonly input: unknown
}

/** What the manager states before the doors open, in order. */
export const furniture = (scarcity: Scarcity, presale: Presale): ReadonlyArray<Stated> => [
  { name: "settings.change", input: { section: "logistics.delivery", value: delivery } },
  {
    name: "settings.change",
    input: {
      section: "order.policy",
      value: { payWithin: scarcity.payWithin, grace: scarcity.grace, receivedAfter: 3, returnWithin: 7 }
    }
  },
  { name: "settings.change", input: { section: "order.presale", value: presale.terms } },
  { name: "catalog.defineCategories", input: { categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] } },
  ...places.map((id, position) => ({
    name: "inventory.definePlace",
    input: { id, name: { zh: id, en: id }, position }
  })),
  ...articles.flatMap(({ id, zh, en, grams, price, kind, tax }) => [
    {
      name: "catalog.defineProduct",
      input: {
        id,
        merchant: "shanfang",
        category: "tea",
        name: { zh, en },
        description: { zh, en },
        kind,
        tags: ["tea"],
        attributes: {},
        tax,
        options: [],
        state: "active",
        variants: [{ sku: id, options: {}, weightGrams: grams }]
      }
    },
    {
      name: "pricing.state",
      input: { sku: id, entries: [{ id: `${id}-base`, sku: id, currency: "CNY", amount: price }] }
    }
  ]),
  ...[...promotions(scarcity), depositPromotion(presale)].map((input) => ({ name: "promotion.define", input })),
  ...[
    ["clerk-chen", "clerk"],
    ["cashier-gu", "cashier"],
    ["manager-lin", "manager"]
  ].map(([staff, role]) => ({ name: "permission.grant", input: { staff, role } }))
]

/** What the warehouse delivers: its own book, which the shop's must agree with. */
export interface Delivery {
  readonly reference: string
  readonly place: string
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
}

/**
 * What the warehouse found in a box that came back: what is not broken goes on the shelf of its place. Virtual goods are in no box:
 * they count again where they were taken from, but for those that cannot be sold any more.
 */
export interface OpenedBox {
  /** Absent where nothing was sent back. */
  readonly place?: string
  readonly scrapped: ReadonlyArray<{ readonly line: string; readonly quantity: number }>
}

/** The first delivery to each place. */
export const firstDeliveries = ({ stock, hot, licences }: Scarcity, presale: Presale): ReadonlyArray<Delivery> => [
  ...shelves.flatMap((place, index) => {
    const first = { cup: hot, pot: presale.stock }
    const lines = stocked
      .map(({ id }) => ({
        sku: id,
        quantity: id in first ? (index === 0 ? first[id as keyof typeof first] : 0) : Math.ceil(stock / (index + 1))
      }))
      .filter(({ quantity }) => quantity > 0)
    return [{ reference: `first-${place}`, place, lines }]
  }),
  { reference: `first-${online}`, place: online, lines: [{ sku: ebook.id, quantity: licences }] }
]
