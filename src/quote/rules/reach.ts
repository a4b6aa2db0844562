import type { Measure, Selector } from "../../promotion/model.ts"
import type { Given, OfferRule, Rule } from "../../promotion/rules/compile.ts"
import type { Match } from "../../promotion/rules/match.ts"
import type { Lack } from "../quote.ts"
import { afford, mostOf, statedOf } from "./afford.ts"
import type { Cart } from "./cart.ts"
import { unavailable } from "./gift.ts"
import { concerns } from "./limit.ts"
import { lacking, measured, shown } from "./measure.ts"
import { offered, over } from "./offer.ts"
import { allParts } from "./parts.ts"
import type { Seat } from "./seat.ts"
import { combining, limiting, type Stacked } from "./stack.ts"
import { countOf, type Move, type Picked, type Reason, type State } from "./state.ts"
import { qualifyingOf, turn } from "./turn.ts"

/**
 * A reason with what it lacks, as far as more goods are all that is missing, and what else would stand in the way then.
 *
 * @param applied what is applied beside it
 */
export const reaching = (
  cart: Cart,
  state: State,
  seat: Seat,
  reason: Reason,
  applied: ReadonlyArray<Move>
): Reason => {
  const { reason: tag } = reason
  const { rule } = seat
  const unmet = tag === "ConditionUnmet" && rule.when !== undefined
  if (!unmet && tag !== "ThresholdUnmet" && tag !== "SetIncomplete") return reason
  const { missing, goods } = unmet ? lacking(cart, state, rule, rule.when) : { missing: undefined, goods: [] }
  const said = missing === undefined ? reason : { ...reason, missing }
  if (goods === undefined) return said
  const lacks = [...ownLacks(cart, state, rule, qualifyingOf(cart, state, seat)), ...goods]
  return { ...said, lacks, ...hurdles(cart, state, seat, lacks, applied) }
}

type Lacks = ReadonlyArray<Lack<bigint>>

/** What the offer itself needs, whether or not its condition holds. A threshold is told even where it is reached. */
const ownLacks = (cart: Cart, state: State, rule: Rule, qualifying: ReadonlyArray<Picked>): Lacks => {
  const { offer } = rule
  const { offer: written, select } = rule.promotion
  if (offer.kind === "tiers" || offer.kind === "every") {
    const wanted = offer.kind === "every" ? offer.each : (offer.steps[0]?.at ?? 0n)
    const of = "of" in written ? written.of : undefined
    return [lack(offer.measure, of ?? select, over(cart, state, rule, offer, qualifying), wanted)]
  }
  const answer = offered(cart, state, rule, qualifying)
  if (!("refused" in answer) || answer.refused.reason !== "SetIncomplete") return []
  const distance = Number(answer.refused.distance ?? 0)
  const parts = offer.kind === "bundle" || offer.kind === "buyGet" ? offer.parts : []
  if (parts.some(({ of }) => of !== undefined)) {
    // Parts share no unit: what is bought for one counts for no other, though that may take the same goods.
    const lacks = [...parts, allParts(parts)].map(({ select: match, of, quantity }) =>
      lack("quantity", both(select, of), unitsIn(cart, qualifying, match), BigInt(quantity))
    )
    const whole = Number(lacks.at(-1)!.distance)
    const each = lacks.reduce((sum, one) => sum + Number(one.distance), -whole)
    if (whole === distance || each === distance) return lacks.filter(isOpen)
  }
  const measure = offer.kind === "nth" && offer.variant ? "ofOneVariant" : "quantity"
  const found = measured(cart, state, measure, rule.testBase, qualifying)
  return [lack(measure, select, found, BigInt(found + distance))]
}

const isOpen = ({ distance }: Lack<bigint>): boolean => distance > 0

const lack = (measure: Measure, select: Selector | undefined, found: number, wanted: bigint): Lack<bigint> => {
  const has = BigInt(found)
  const at = wanted > has ? wanted : has
  return {
    measure,
    ...(select === undefined ? {} : { select }),
    at: shown(measure, at),
    distance: shown(measure, at - has)
  }
}

const both = (one: Selector | undefined, other: Selector | undefined): Selector | undefined =>
  one === undefined ? other : other === undefined ? one : { all: [one, other] }

const unitsIn = (cart: Cart, picked: ReadonlyArray<Picked>, match: Match | undefined): number => {
  let units = 0
  for (const one of picked) if (match === undefined || match(cart.groups[one.group]!)) units += countOf(cart, one)
  return units
}

const nothing: Given = { stated: [], rewards: [], gifts: [], later: [] }

/** What the offer gives at the step that is reached with its own need. */
const givenAt = (offer: OfferRule, own: Lack<bigint> | undefined): Given => {
  if (offer.kind === "grant" || offer.kind === "every") return offer
  if (offer.kind !== "tiers") return nothing
  const at = own === undefined ? 0n : BigInt(own.at)
  return offer.steps.findLast((step) => step.at <= at) ?? nothing
}

/** What would stand in the way of an offer that lacks goods, or would bound or cost what it gives. */
const hurdles = (
  cart: Cart,
  state: State,
  seat: Seat,
  lacks: Lacks,
  applied: ReadonlyArray<Move>
): Pick<Reason, "blocked" | "most" | "instead"> => {
  const { rule, reach } = seat
  const { select } = rule.promotion
  const selects = (one: Lack<bigint>) => JSON.stringify(one.select) === JSON.stringify(select)
  // What is bought to fill a condition need not be what the offer is for.
  if (reach.length === 0 && select !== undefined && !lacks.some(selects)) return { blocked: "NothingSelected" }
  const given = givenAt(rule.offer, lacks[0])
  const grant: Rule = { ...rule, budgets: [], offer: { ...given, kind: "grant" } }
  if (unavailable(cart, state, rule, given, 1)) return { blocked: "GiftUnavailable" }
  const tried = turn(cart, state, { ...seat, when: undefined, rule: grant })
  const now = tried._tag === "Applies" ? tried.total : 0
  const stated = statedOf(given.rewards, 1)
  const least = Math.max(1, now, rule.cap === undefined ? stated : Math.min(stated, Number(rule.cap)))
  const funds = afford(cart, state, rule, least)
  if ("refused" in funds) return { blocked: funds.refused.reason }
  const most = mostOf(cart, state, rule)
  const bound = most === undefined ? {} : { most: BigInt(most) }
  const groups = seat.open.map(({ group }) => group)
  return { ...bound, ...rivalry(cart, applied, { at: seat.at, rule, groups, total: least }) }
}

/** Whether what is applied leaves it a place, or it would take one from others for more than they give. */
const rivalry = (cart: Cart, applied: ReadonlyArray<Move>, own: Stacked): Pick<Reason, "blocked" | "instead"> => {
  const { limits, combination } = cart.policy
  if (cart.rules.open && limits.length === 0) return {}
  const against = applied.flatMap((move) => {
    const may = combining(cart, [move], own)
    return may._tag === "Forbidden" ? [{ move, reason: may.reason }] : []
  })
  const full = limiting(cart, applied, own)
  const first = against[0]?.reason ?? (full._tag === "Forbidden" ? full.reason : undefined)
  if (first === undefined) return {}
  const members = full._tag === "Forbidden" ? limits.filter((limit) => concerns(limit, own.rule)) : []
  const places = applied.filter(({ rule }) => members.some((limit) => concerns(limit, rule)))
  const least = places.reduce((sum, { total }) => Math.min(sum, total), Number.POSITIVE_INFINITY)
  const replaced = against.reduce((sum, { move }) => sum + move.total, 0) + (places.length === 0 ? 0 : least)
  // Under `priority` those before it have their places whatever it gives.
  const before = combination === "priority" ? applied.filter(({ at }) => at < own.at) : []
  const comesLate =
    against.some(({ move }) => before.includes(move)) || limiting(cart, before, own)._tag === "Forbidden"
  return comesLate || replaced >= own.total ? { blocked: first.reason } : { instead: BigInt(replaced) }
}
