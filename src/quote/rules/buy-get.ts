import type { BuyGetRule, Rule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import type { Answer } from "./granted.ts"
import { cheaperRun, dearerRun, extremes, gathered, type Run, runsOf } from "./order.ts"
import { incomplete } from "./sets.ts"
import { countOf, type Picked, type State } from "./state.ts"

/** Units of one group that look the same, and what they are good for. */
interface Role extends Run {
  readonly buys: boolean
  readonly gets: boolean
}

/** Buy so many, get so many more: as many sets as fit, and in which units they end. */
export const buyGet = (
  cart: Cart,
  state: State,
  rule: Rule,
  offer: BuyGetRule,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  const { parts, pick, reward, max } = offer
  const [{ select: buy, quantity: x }, { select: get, quantity: y }] = parts
  if (buy === undefined && get === undefined && pick !== "eachSet" && rule.pool === undefined) {
    return ofOneKind(cart, state, rule, { ...offer, pick }, qualifying)
  }
  const dearest = rolesOf(cart, state, rule, offer, qualifying)
  let [buying, getting, either] = [0, 0, 0]
  for (const { count, buys, gets } of dearest) {
    if (buys) buying += count
    if (gets) getting += count
    either += count
  }
  const sets = Math.floor(Math.min(buying / x, getting / y, either / (x + y), max))
  if (sets === 0) return incomplete(Math.max(x - buying, y - getting, x + y - either))
  const cheapest = pick === "eachSet" ? dearest : dearest.toSorted(cheaperRun)
  const rewarded =
    pick === "eachSet"
      ? ofEachSet(dearest, x, y, sets)
      : rewardedIn(pick === "dearest" ? dearest : cheapest, sets * y, buying - sets * x)
  // Triggers are the dearest left, or with `dearest` the cheapest.
  const triggers = () => triggersIn(pick === "dearest" ? cheapest : dearest, rewarded, sets * x)
  return {
    granted: [{ reward, picked: gathered(cart, rewarded), times: 1 }],
    times: sets,
    uses:
      rule.pool === undefined ? none : placesIn(cart, rule.consumes === "all" ? [...triggers(), ...rewarded] : rewarded)
  }
}

const none: ReadonlyArray<number> = []

/** The units that buy or get, the dearest first. */
const rolesOf = (
  cart: Cart,
  state: State,
  rule: Rule,
  { parts: [{ select: buy }, { select: get }] }: BuyGetRule,
  qualifying: ReadonlyArray<Picked>
): ReadonlyArray<Role> => {
  const roles: Array<Role> = []
  for (const one of qualifying) {
    const group = cart.groups[one.group]!
    const buys = buy === undefined || buy(group)
    const gets = get === undefined || get(group)
    if (buys || gets) for (const run of runsOf(cart, state, rule, one)) roles.push({ ...run, buys, gets })
  }
  return roles.sort(dearerRun)
}

/** Of every `x + y` that buy, the last `y`. */
const ofEachSet = (dearest: ReadonlyArray<Role>, x: number, y: number, sets: number): ReadonlyArray<Run> => {
  const found: Array<Run> = []
  let place = 0
  for (const { group, first, count, value, buys } of dearest) {
    for (let unit = first; buys && unit < first + count && place < sets * (x + y); unit++, place++) {
      if (place % (x + y) >= x) found.push({ group, first: unit, count: 1, value })
    }
  }
  return found
}

/** So many in this order, of those that also buy no more than can be spared. */
const rewardedIn = (order: ReadonlyArray<Role>, wanted: number, spare: number): ReadonlyArray<Run> => {
  const found: Array<Run> = []
  let [open, free] = [wanted, spare]
  for (const { group, first, count, value, buys, gets } of order) {
    if (open === 0) break
    const taken = gets ? Math.min(count, open, buys ? free : count) : 0
    if (taken === 0) continue
    found.push({ group, first, count: taken, value })
    open -= taken
    if (buys) free -= taken
  }
  return found
}

/** So many that buy and are not rewarded, those first that could not be. */
const triggersIn = (order: ReadonlyArray<Role>, rewarded: ReadonlyArray<Run>, wanted: number): ReadonlyArray<Run> => {
  const spent = new Set(
    rewarded.flatMap(({ group, first, count }) =>
      Array.from({ length: count }, (_, unit) => `${group}#${first + unit}`)
    )
  )
  const left = order.filter(({ buys }) => buys)
  const found: Array<Run> = []
  for (const { group, first, count, value } of [
    ...left.filter(({ gets }) => !gets),
    ...left.filter(({ gets }) => gets)
  ]) {
    for (let unit = first; unit < first + count && found.length < wanted; unit++) {
      if (!spent.has(`${group}#${unit}`)) found.push({ group, first: unit, count: 1, value })
    }
  }
  return found
}

/** The places of units among all units of the cart. */
const placesIn = ({ groups }: Cart, runs: ReadonlyArray<Run>): ReadonlyArray<number> => {
  const places: Array<number> = []
  for (const { group, first, count } of runs) {
    for (let unit = 0; unit < count; unit++) places.push(groups[group]!.first + first + unit)
  }
  return places
}

interface OneKind extends BuyGetRule {
  readonly pick: "cheapest" | "dearest"
}

/** Where every unit both buys and gets, and nobody asks which of them bought. */
const ofOneKind = (
  cart: Cart,
  state: State,
  rule: Rule,
  { parts: [{ quantity: x }, { quantity: y }], reward, pick, max }: OneKind,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  let units = 0
  for (const one of qualifying) units += countOf(cart, one)
  const sets = Math.min(Math.floor(units / (x + y)), max)
  if (sets === 0) return incomplete(x + y - units)
  return {
    granted: [{ reward, picked: extremes(cart, state, rule, qualifying, sets * y, pick), times: 1 }],
    times: sets
  }
}
