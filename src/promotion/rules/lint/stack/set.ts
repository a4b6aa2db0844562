import type { BundleRule, BuyGetRule, Rule, UnitRule } from "../../compile.ts"
import { together } from "../moment.ts"
import { validityOf } from "./beside.ts"
import type { StackGround } from "./deepest.ts"
import { type CostedGood, payers, subjectOf, touches } from "./good.ts"
import { askedOf, type Setting } from "./offer.ts"
import { least, limited, most, type Pile, rewarded, type Seen } from "./pile.ts"
import { occasionFor } from "./witness.ts"

/** What one promotion alone sells below its cost: these units, from what they are sold for to what is left of it. */
export interface SoldBelow {
  readonly rule: Rule
  readonly path: string
  /** Their skus, each as often as it is in the set. */
  readonly units: ReadonlyArray<string>
  readonly from: bigint
  readonly to: bigint
  readonly cost: bigint
}

/** Kits of several goods, and goods that others buy at a price, whose price is below what they cost. */
export const setsBelowCost = (
  rules: ReadonlyArray<Rule>,
  goods: ReadonlyArray<CostedGood>,
  ground: StackGround
): ReadonlyArray<SoldBelow> =>
  rules.flatMap((rule) => {
    const reach = goods.filter((good) => touches(rule, good))
    const { offer } = rule
    if (offer.kind === "bundle")
      return worstOf(kitsOf(offer, reach).map((kit) => kitBelow(rule, offer.reward, kit, ground)))
    if (offer.kind === "buyGet")
      return worstOf(pairsOf(offer, reach).map((pair) => gotBelow(rule, offer, pair, ground)))
    return []
  })

const worstOf = (found: ReadonlyArray<SoldBelow | undefined>): ReadonlyArray<SoldBelow> => {
  const [first, ...rest] = found.filter((one) => one !== undefined)
  if (first === undefined) return []
  return [
    rest.reduce(
      (worst, one) => ((one.cost - one.to) * worst.cost > (worst.cost - worst.to) * one.cost ? one : worst),
      first
    )
  ]
}

/** Kits of the goods that cost most, and of those that cost most of their price, where the first that fit are the right ones. */
const kitsOf = (
  { parts, pick }: BundleRule,
  goods: ReadonlyArray<CostedGood>
): ReadonlyArray<ReadonlyArray<CostedGood>> =>
  [byCost, byShare].flatMap((order) => {
    const ranked = goods.filter(({ stock }) => stock === undefined).toSorted(order)
    const chosen = parts.map(({ select }) => ranked.find((good) => select(subjectOf(good))))
    const kit = chosen.flatMap((good, part) =>
      good === undefined ? [] : Array<CostedGood>(parts[part]!.quantity).fill(good)
    )
    if (chosen.includes(undefined) || kit.length > mostUnits) return []
    return fills(
      parts,
      kit.toSorted((a, b) => compare(a.price, b.price) * (pick === "dearest" ? -1 : 1))
    )
      ? [kit]
      : []
  })

const mostUnits = 1000

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

const byCost = (a: CostedGood, b: CostedGood): number => compare(b.cost, a.cost)
const byShare = (a: CostedGood, b: CostedGood): number => compare(b.cost * a.price, a.cost * b.price)

/** Whether every part finds its units, as a quote fills them: each from those not yet taken, in order. */
const fills = (parts: BundleRule["parts"], units: ReadonlyArray<CostedGood>): boolean => {
  // Units of one price stand in an order that depends on their names, so a kit is told where it does not matter.
  const open = [...units]
  return parts.every(({ select, quantity }) => {
    const fit = open.filter((good) => select(subjectOf(good)))
    const taken = fit.slice(0, quantity)
    const next = fit[quantity]
    if (next !== undefined && taken.some((one) => one.price === next.price && one !== next)) return false
    for (const one of taken) open.splice(open.indexOf(one), 1)
    return taken.length === quantity
  })
}

const kitBelow = (
  rule: Rule,
  reward: UnitRule,
  kit: ReadonlyArray<CostedGood>,
  ground: StackGround
): SoldBelow | undefined => {
  const from = kit.reduce((sum, { price }) => sum + price, 0n)
  const cost = kit.reduce((sum, good) => sum + good.cost, 0n)
  const bottom = kit.reduce((sum, { floor = 0n, price }) => sum + least(floor, price), 0n)
  const narrowed = reward.select !== undefined || reward.units !== undefined || reward.per !== "total"
  if (narrowed || rule.base === "list" || rule.cap !== undefined || reward.max !== undefined) return undefined
  if (reward.kind === "amount" && reward.basis !== "asPriced") return undefined
  const off =
    reward.kind === "percent"
      ? (from * reward.share.ratio.numerator) / reward.share.ratio.denominator
      : reward.kind === "amount"
        ? reward.amount
        : from - reward.price
  const to = most(bottom, from - most(0n, off))
  const skus = kit.map(({ sku }) => sku)
  if (to >= cost || !isFree(rule) || !happens(rule, kit, ground)) return undefined
  return { rule, path: "/offer/reward", units: skus, from, to, cost }
}

interface Pair {
  readonly bought: CostedGood
  readonly got: CostedGood
}

/** A good that buys, and another that only gets. */
const pairsOf = ({ parts: [buy, get] }: BuyGetRule, goods: ReadonlyArray<CostedGood>): ReadonlyArray<Pair> => {
  const buys = (good: CostedGood): boolean => buy.select?.(subjectOf(good)) !== false
  const gets = (good: CostedGood): boolean => get.select?.(subjectOf(good)) !== false
  const bought = goods.find((good) => buys(good) && !gets(good) && good.stock === undefined)
  if (bought === undefined) return []
  return goods.filter((good) => gets(good) && !buys(good) && good.stock === undefined).map((got) => ({ bought, got }))
}

const gotBelow = (rule: Rule, offer: BuyGetRule, { bought, got }: Pair, ground: StackGround): SoldBelow | undefined => {
  const [{ quantity: buys }, { quantity: gets }] = offer.parts
  const units = BigInt(gets)
  const sum = got.price * units
  const pile: Pile = { units, most: sum, least: sum, spread: 0n }
  const { reward } = offer
  if (reward.select?.(subjectOf(got)) === false || buys + gets > mostUnits) return undefined
  const after = rewarded(pile, reward, seenOf(rule, got, pile), { least: 1n, most: 1n })
  const left = rule.cap === undefined ? after : limited(pile, after, rule.cap)
  const cost = got.cost * units
  const cart = [...Array<CostedGood>(buys).fill(bought), ...Array<CostedGood>(gets).fill(got)]
  if (left.most >= cost || !isFree(rule) || !happens(rule, cart, ground)) return undefined
  const skus = Array<string>(gets).fill(got.sku)
  return { rule, path: "/offer/get/reward", units: skus, from: sum, to: left.most, cost }
}

/** Lines sold as add-ons at a price below their cost, beside as many of the same good as the condition asks for. */
export const addOnsBelowCost = (
  rules: ReadonlyArray<Rule>,
  goods: ReadonlyArray<CostedGood>,
  ground: StackGround
): ReadonlyArray<SoldBelow> =>
  rules.flatMap((rule) => {
    const { offer } = rule
    if (offer.kind !== "addOn") return []
    const reward = offer.reward
    const price = reward.kind === "price" ? reward.price : 0n
    const found = goods
      .filter((good) => touches(rule, good))
      .map((good): SoldBelow | undefined => {
        const { sku, price: from, cost } = good
        const bottom = least(good.floor ?? 0n, from)
        const to = most(bottom, most(least(from, price), from - (rule.cap ?? from)))
        if (to >= cost || to >= from || !isFree(rule) || !happensBeside(rule, good, ground)) return undefined
        return { rule, path: "/offer/price", units: [sku], from, to, cost }
      })
    return worstOf(found)
  })

// What budgets have is asked of a single good's promotions alone.
const isFree = ({ budgets }: Rule): boolean => budgets.length === 0

const seenOf = (rule: Rule, { price, list = price, floor = 0n }: CostedGood, level: Pile): Seen => ({
  base: rule.base,
  price,
  list,
  level,
  floor: least(floor, price)
})

/** Whether a promotion applies to some cart of the good, beside one more that is an add-on. */
const happensBeside = (rule: Rule, good: CostedGood, ground: StackGround): boolean => {
  const sizes = new Set<bigint>([0n, 1n])
  const setting: Setting = {
    good,
    giftCost: () => 0n,
    lacks: (units) => {
      if (units < mostUnits && sizes.size < 8) sizes.add(units)
    }
  }
  for (const units of sizes) {
    const sum = units * good.price
    const pile: Pile = { units, most: sum, least: sum, spread: 0n }
    const asks =
      rule.when === undefined ? { all: [] } : askedOf(rule.when, pile, rule, seenOf(rule, good, pile), setting)
    const buyer = payers(good, Number(units) + 1)
    if (asks === undefined || buyer === undefined) continue
    const validity = together([{ from: good.from, until: good.until }, validityOf(rule)])
    if (occasionFor([buyer, asks], validity, ground.at) !== undefined) return true
  }
  return false
}

/** Whether a promotion whose condition counts no goods applies to these, at their prices, at some moment. */
const happens = (rule: Rule, goods: ReadonlyArray<CostedGood>, ground: StackGround): boolean => {
  const kinds = [...new Set(goods)]
  const buyers = kinds.map((good) => payers(good, goods.filter((one) => one === good).length))
  const told = buyers.filter((one) => one !== undefined)
  const when = rule.promotion.when ?? { all: [] }
  if (told.length < buyers.length || JSON.stringify(when).includes('"measure"')) return false
  const validity = together([...kinds.map(({ from, until }) => ({ from, until })), validityOf(rule)])
  return occasionFor([...told, when], validity, ground.at) !== undefined
}
