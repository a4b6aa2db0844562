import type { Promotion } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { cartOf, drawnAt, smaller } from "./cart.ts"
import { compared, type Engine } from "./compare.ts"

/** A cart that the evaluators do not agree on, and what they say of it. */
export interface Small {
  readonly cart: QuoteInput
  readonly disagreement: string
}

/**
 * The smallest cart found on which they do not agree either: the drawn case step by step, then without all that does not
 * matter. Deterministic, so that a fault is always shown by the same cart.
 */
export const shrunk = (engine: Engine, seed: number, number: number): Small => {
  // The best combination is asked only where the two agree on all the rest, since it takes them far longer.
  const ranked = disagreementOn(engine, cartAt(seed, number))
  const plans = ranked === undefined ? 128 : undefined
  const found = ranked ?? disagreementOn(engine, cartAt(seed, number), plans)
  if (found === undefined) throw new Error(`case ${number} of seed ${seed} is agreed on when it is looked at again`)
  let now = drawnAt(seed, number)
  let small: Small = { cart: cartOf(now), disagreement: found }
  const still = (cart: QuoteInput): boolean => {
    const disagreement = disagreementOn(engine, cart, plans)
    // A cart that is refused shows something else.
    if (disagreement === undefined || isRefusal(disagreement) !== isRefusal(found)) return false
    small = { cart, disagreement }
    return true
  }
  for (let moved = true; moved; ) {
    moved = false
    for (const less of smaller(now)) {
      if (!still(cartOf(less))) continue
      now = less
      moved = true
      break
    }
  }
  for (let moved = true; moved; ) {
    moved = false
    for (const less of without(small.cart)) {
      if (!still(less)) continue
      moved = true
      break
    }
  }
  return small
}

const cartAt = (seed: number, number: number): QuoteInput => cartOf(drawnAt(seed, number))

const isRefusal = (disagreement: string): boolean => disagreement.startsWith("refused")

/** The specification may fall over on less than a cart. */
const disagreementOn = (engine: Engine, cart: QuoteInput, plans?: number): string | undefined => {
  try {
    return compared(engine, cart, plans).disagreement
  } catch (cause) {
    return cause instanceof TypeError ? undefined : String(cause)
  }
}

/** The cart without one thing it need not have. */
function* without(cart: QuoteInput): Iterable<QuoteInput> {
  for (const key of ["charges", "fees", "codes", "accounts", "context", "policy"] as const) {
    const { [key]: gone, ...rest } = cart
    if (gone !== undefined) yield rest
  }
  for (const key of ["prices", "charges", "fees", "lines"] as const) {
    const list: ReadonlyArray<unknown> = cart[key] ?? []
    for (const index of list.keys()) yield { ...cart, [key]: list.toSpliced(index, 1) }
    for (const [index, one] of list.entries()) {
      for (const less of withoutKey(one as object, key === "lines" ? [...needed, "merchant"] : needed))
        yield { ...cart, [key]: list.with(index, less) }
    }
  }
  for (const policy of withoutKey(cart.policy ?? {}, [])) yield { ...cart, policy }
  const promotions = cart.promotions as ReadonlyArray<Promotion>
  for (const [index, promotion] of promotions.entries()) {
    for (const less of withoutKey(promotion, needed)) {
      yield { ...cart, promotions: promotions.with(index, less as Promotion) }
    }
    for (const stack of withoutKey(promotion.stack ?? {}, [])) {
      yield { ...cart, promotions: promotions.with(index, { ...promotion, stack }) }
    }
  }
}

// What the shape of a cart asks for.
const needed = ["id", "sku", "quantity", "currency", "amount", "level", "offer"]

function* withoutKey<A extends object>(of: A, kept: ReadonlyArray<string>): Iterable<A> {
  for (const key of Object.keys(of)) {
    if (kept.includes(key)) continue
    yield Object.fromEntries(Object.entries(of).filter(([name]) => name !== key)) as A
  }
}
