/** A fault that the campaign must find: a change of the text of the engine, made as its files are loaded. */
export interface Plant {
  /** What the fault is, in a sentence. */
  readonly is: string
  readonly changes: ReadonlyArray<Change>
}

/** Text that stands in a file exactly once, and what stands there instead. The file is named from the root. */
export interface Change {
  readonly file: string
  readonly from: string
  readonly to: string
}

const quote = (file: string, from: string, to: string): Change => ({ file: `src/quote/rules/${file}.ts`, from, to })
const money = (file: string, from: string, to: string): Change => ({ file: `src/money/rules/${file}.ts`, from, to })
const pricing = (file: string, from: string, to: string): Change => ({ file: `src/pricing/rules/${file}.ts`, from, to })
const rank = (from: string, to: string): Change => ({ file: "src/promotion/rules/rank.ts", from, to })

const plant = (is: string, ...changes: ReadonlyArray<Change>): Plant => ({ is, changes })

/** Every fault by its name. */
export const plants: Readonly<Record<string, Plant>> = {
  "remainder-dropped": plant(
    "what the floors of a split leave is given to nobody",
    quote("spread", "giveToLargest(count, left, whole, byPlace)", "void giveToLargest")
  ),
  "ties-by-last": plant(
    "of equal remainders the last place gets the minor unit, not the first",
    quote("spread", "(a: number, b: number): number => a - b", "(a: number, b: number): number => b - a")
  ),
  "spill-lost": plant(
    "what a full place cannot take is lost after the first round",
    quote("spread", "open = still\n", "open = []\n")
  ),
  "share-in-doubles": plant(
    "amounts are split in doubles however large the products are",
    quote("spread", "count > capacity || total * whole > mostSafe", "count > capacity")
  ),
  "half-down": plant(
    "a half is rounded down where it is to be rounded up",
    money("proportion", 'mode === "halfUp" || (mode', "(mode")
  ),
  "until-included": plant(
    "an offer still holds at the instant at which it ends",
    quote("seat", "until === undefined || at < until", "until === undefined || at <= until")
  ),
  "step-above": plant(
    "a step is reached above its threshold, not at it",
    quote("offer", "threshold(at) <= found", "threshold(at) < found")
  ),
  "condition-above": plant(
    "a condition holds above its threshold, not at it",
    quote("measure", ">= threshold(test.atLeast)", "> threshold(test.atLeast)")
  ),
  "floor-not-spilled": plant(
    "what a floor keeps is not given by the other groups",
    quote(
      "reward",
      "found.push(capacitySum(cart, state, picked[index]!))",
      "found.push(state.left[picked[index]!.group]!)"
    )
  ),
  "floor-by-percent-forgotten": plant(
    "a floor is forgotten where a whole group gives",
    quote("reward", "one.units === undefined && floor === 0", "one.units === undefined"),
    quote("reward", "return left > floor ? left - floor : 0", "return left")
  ),
  "cap-before-max": plant(
    "the cap of a promotion is applied to each of its rewards and no longer to their sum",
    quote(
      "reward",
      'const taken: Taken = { ...taking, by: "running", charges: nothing }',
      'const whole: Taken = { ...taking, by: "running", charges: nothing }\n  const taken = rule.cap === undefined ? whole : lower(cart, state, whole, upTo(rule.cap))'
    ),
    quote("turn", "rule.cap === undefined ? whole : lower(cart, state, whole, upTo(rule.cap))", "whole")
  ),
  "percent-of-list": plant(
    "percentages and weights see the list price, not what is left",
    quote(
      "whole",
      'rule.base === "running" ? running : sums(cart, state, rule, picked)',
      'sums(cart, state, rule.base === "running" ? { ...rule, base: "list" } : rule, picked)'
    )
  ),
  "level-begins-late": plant(
    "the level base sees the selected price, not what was left as the level began",
    quote("state", "  copy(state.running, state.levelRunning)\n", ""),
    quote("state", "  copy(state.left, state.levelLeft)\n", "")
  ),
  "stop-ignored": plant(
    "an offer that stops its level lets the next one through",
    quote("stack", 'return stop === "all" || level === other.rule.level', 'return stop === "all"')
  ),
  "whole-cart-ignored": plant(
    "an offer of the whole cart with which nothing combines does not keep later ones out",
    quote("standing", 'if (rule.scope === "cart") this.#shut[kind] = true', 'if (rule.scope === "cart") continue')
  ),
  "class-admitted-once": plant(
    "two offers combine as soon as one of them admits the other",
    quote(
      "agree",
      "admits(left, right.class) && admits(right, left.class)",
      "admits(left, right.class) || admits(right, left.class)"
    )
  ),
  "limit-by-cart": plant(
    "a limit for each line is counted over the cart",
    quote("stack", 'if (limit.per === "line") {', 'if (limit.per === "line" && limit.max < 0) {'),
    quote("stack", 'limit.per === "cart" ? others', 'limit.per !== "merchant" ? others')
  ),
  "limit-off-by-one": plant(
    "a limit lets one more through",
    quote("stack", "rivals.length >= limit.max", "rivals.length > limit.max")
  ),
  "pool-not-spent": plant(
    "units used by one offer of a pool are free for the next",
    quote("turn", "uses: rule.pool === undefined ? none", "uses: rule.pool !== undefined ? none")
  ),
  "budget-counted-twice": plant(
    "what an offer takes is taken twice from its account",
    quote("state", "+ Number(amount))", "+ 2 * Number(amount))")
  ),
  "set-not-whole": plant(
    "part sets count as whole ones",
    quote(
      "sets",
      "Math.min(Math.floor(units.length / quantity), max)",
      "Math.min(Math.ceil(units.length / quantity), max)"
    )
  ),
  "trigger-rewarded": plant(
    "the dearest of each set is rewarded too",
    quote("buy-get", "if (place % (x + y) >= x)", "if (place % (x + y) >= x - 1)")
  ),
  "priority-ascending": plant(
    "of two offers of one lane the one of less priority goes first",
    rank("compareNumber(right.priority, left.priority)", "compareNumber(left.priority, right.priority)")
  ),
  "tax-of-net": plant(
    "tax in a price is rounded as if the price were net of it",
    quote("tax", "denominator + (included ? numerator : 0n)", "denominator")
  ),
  "tax-not-compounded": plant(
    "rates that stand each on top of the others are added",
    quote("tax", "compound ? numerator * next.numerator : 0n", "0n")
  ),
  "rates-not-compounded": plant(
    "what each rate comes to is told as if they were added, where they stand on top of each other",
    quote("by-rate", "compound ? times(stated, before) : stated", "stated")
  ),
  "freight-by-own-rates": plant(
    "the tax of freight is told by the rates that it states, though it bears those of its goods",
    quote(
      "by-rate",
      "own ? partsOf(stated, compound) : carriedParts",
      "true ? partsOf(stated, compound) : carriedParts"
    )
  ),
  "duty-within-limits": plant(
    "duty is told of goods that pass the border within the limits",
    quote("by-rate", "full ? times(d!, rest) : nothing", "times(d!, rest)")
  ),
  "bound-too-tight": plant(
    "the search believes that only the next offer can still take something",
    quote(
      "search/bound",
      "if (isBarred(seats[index]!.rule, moves)) continue",
      "if (isBarred(seats[index]!.rule, moves) || index > from) continue"
    )
  ),
  "worth-not-counted": plant(
    "of two plans that cost the same the one that gives less beside may win",
    quote("search/rank", "  if (one.worth !== other.worth) return one.worth > other.worth\n", "")
  ),
  "parts-torn": plant(
    "offers that take from the same goods are searched apart",
    quote("search/parts", "  joinByPlaces(cart, footprints, union)\n", "")
  ),
  "per-ignored": plant(
    "a price for so much of a good counts as one for a whole unit",
    pricing("measure", "denominator * part.numerator)", "denominator)")
  ),
  "zone-tax-kept": plant(
    "a buyer elsewhere who is to pay the same net pays the tax of the other zone too",
    quote("shown", "whole - exactTax(whole, theirs, taxRounding)", "whole")
  ),
  "relief-not-taken-off": plant(
    "a tax that is not due stays in the price",
    quote("relief", "amount - exactTax(amount, rule, taxRounding)", "amount")
  ),
  "freight-by-gross": plant(
    "freight is taxed by what the goods cost with their tax",
    quote("weighted", "ratio(weight.tax, weight.net)", "ratio(weight.tax, weight.net + weight.tax)")
  ),
  "freight-not-dutiable": plant(
    "freight is no part of the value of imports",
    quote(
      "customs/assess",
      "goods.numerator * carried.denominator + carried.numerator * goods.denominator",
      "goods.numerator * carried.denominator"
    )
  ),
  "one-piece-refused": plant(
    "a single piece above the limit of a parcel may not pass",
    quote("customs/assess", "beyond: value > limit && !one", "beyond: value > limit")
  ),
  "small-tax-levied": plant(
    "the tax of a parcel that is just the free amount is levied",
    quote("customs/assess", "tax <= limits.free", "tax < limits.free")
  ),
  "consumption-beside": plant(
    "consumption tax is no part of the value on which it is levied",
    quote("customs/rate", "times(plus(consumption, vat), inverse(minusFromOne(consumption)))", "plus(consumption, vat)")
  ),
  "duty-untaxed": plant(
    "beyond the limits the other taxes are not levied on the duty",
    quote("customs/rate", "times(plus(one, duty), general)", "general")
  )
}
