import { type Choices, type Chosen, type Limited, mostOffers, size } from "./choices.ts"
import { fill } from "./fill.ts"
import { beaten, climb, descended, giveUp, type Hunt, look, type Nodes, settled } from "./hunt.ts"
import { free, type Held, keeping, type Kept, type Relaxed, whole } from "./relaxation.ts"

/** The plan that takes most of those looked for. */
export interface Found {
  /** What it takes; no less than what was known before. */
  readonly taken: number
  /** Absent if nothing takes more than what was known before. */
  readonly plan: Chosen | undefined
  /** No plan takes more than this. */
  readonly most: number
  /** For each offer, the most that a plan with it could take of those that were not tried one by one. */
  readonly reach: Float64Array
  /** Multipliers that bound the most promising part well. */
  readonly multipliers: Float64Array
}

/** What is asked of a search. */
export interface Sought {
  readonly held?: Held
  /** What a known plan takes: only more is of interest. */
  readonly above: number
  /** The first plan that takes so much will do. */
  readonly enough?: number
  /** Multipliers to begin with. */
  readonly multipliers?: Float64Array
}

const stepsAtRoot = 60
const stepsInside = 6
const stepsAtLeaf = 40

/**
 * The plan that takes most. First the limits: a tree over which offers are used, each node bounded by relaxing the caps, as if
 * every line could use all offers not yet out. Its leaves, in which no limit binds any more, wait until all are bounded; then
 * each that is not beaten is filled, the most promising first.
 */
export const selected = (choices: Choices, nodes: Nodes, { held, above, enough, multipliers }: Sought): Found => {
  const root = keeping(choices, held ?? free(choices))
  const hunt: Hunt = {
    choices,
    nodes,
    best: above,
    plan: undefined,
    givenUp: above,
    enough: enough ?? Number.POSITIVE_INFINITY,
    must: root.held.must
  }
  const reach = new Float64Array(mostOffers).fill(Number.NEGATIVE_INFINITY)
  const leaves: Array<Leaf> = []
  const leave = (out: number, most: number): void => {
    for (let offer = 0; offer < mostOffers; offer++) {
      if ((out & (1 << offer)) === 0 && most > reach[offer]!) reach[offer] = most
    }
  }
  const start = look(hunt, root, multipliers ?? new Float64Array(choices.caps.length))
  const branches: Array<Branch> = [{ used: 0, kept: root, start }]
  let steps = multipliers === undefined ? stepsAtRoot : stepsInside
  while (branches.length > 0) {
    // Straight down to the first leaf for a good plan, then the most promising first, for a good bound.
    const deep = leaves.length === 0 || branches.length > widest
    const { used, kept, start: begun } = deep ? branches.pop()! : greatest(branches)
    const { out } = kept.held
    if (beaten(hunt, whole(begun)) || nodes.left <= 0) {
      leave(out, whole(begun))
      giveUp(hunt, whole(begun))
      continue
    }
    const open = choices.limits.filter(({ offers, most }) => size(offers & ~out) > most)
    const top = descended(hunt, kept, begun, open.length === 0 ? stepsAtLeaf : steps)
    steps = stepsInside
    if (beaten(hunt, whole(top))) leave(out, whole(top))
    else if (open.length === 0) {
      climb(hunt, kept, top)
      leaves.push({ kept, top })
    } else {
      const children = parted(choices.limits, mostBound(open, top), used, out).map((child): Branch => {
        const below = keeping(choices, { ...kept.held, out: child.out }, kept)
        return { used: child.used, kept: below, start: look(hunt, below, top.multipliers) }
      })
      branches.push(...children.sort((a, b) => a.start.bound - b.start.bound))
    }
  }
  leaves.sort((a, b) => b.top.bound - a.top.bound)
  for (const leaf of leaves) {
    const top = beaten(hunt, whole(leaf.top)) ? leaf.top : settled(hunt, leaf.kept, leaf.top)
    leave(leaf.kept.held.out, whole(top))
    leaf.top = top
    if (beaten(hunt, whole(top))) continue
    // Filling knows no offer that must be used: such a part stays open.
    if (nodes.left > 0 && root.held.must === 0) fill(hunt, leaf.kept, top)
    else giveUp(hunt, whole(top))
  }
  return {
    taken: hunt.best,
    plan: hunt.plan,
    most: Math.max(hunt.best, hunt.givenUp),
    reach,
    multipliers: leaves[0]?.top.multipliers ?? start.multipliers
  }
}

/** A part of the tree that waits: the offers that are used for sure, and a first bound. */
interface Branch {
  readonly used: number
  readonly kept: Kept
  readonly start: Relaxed
}

// With more branches than this waiting, the search goes straight down again, so that they stay few.
const widest = 500

/** Takes the branch with the highest bound out, the first of several. */
const greatest = (branches: Array<Branch>): Branch => {
  let most = 0
  for (let index = 1; index < branches.length; index++) {
    if (branches[index]!.start.bound > branches[most]!.start.bound) most = index
  }
  return branches.splice(most, 1)[0]!
}

interface Leaf {
  readonly kept: Kept
  top: Relaxed
}

// The limit that the relaxed plan oversteps most.
const mostBound = (open: ReadonlyArray<Limited>, { used }: Relaxed): Limited =>
  open.reduce((worst, one) =>
    size(used & one.offers) - one.most > size(used & worst.offers) - worst.most ? one : worst
  )

/**
 * The cases of a limit: the first offer of it that a plan uses, the earlier ones being out, or none. An offer that is used counts
 * in every limit, and where as many are used as may be, the others are out. The last case is left out where it is within one
 * whose offer counts nowhere else, for no part insists that an offer is used.
 */
const parted = (
  limits: ReadonlyArray<Limited>,
  limit: Limited,
  used: number,
  out: number
): ReadonlyArray<{ readonly used: number; readonly out: number }> => {
  const cases: Array<{ used: number; out: number }> = []
  let gone = out
  let covered = false
  for (let offer = 0; offer < mostOffers; offer++) {
    const bit = 1 << offer
    if ((limit.offers & bit & ~out & ~used) === 0) continue
    const now = used | bit
    const full = limits.filter(({ offers, most }) => size(now & offers) >= most)
    const without = full.reduce((set, { offers }) => set | (offers & ~now), gone)
    if (full.every(({ offers, most }) => size(now & offers) === most)) {
      cases.push({ used: now, out: without })
      covered ||= limits.every((other) => other === limit || (other.offers & bit) === 0)
    }
    gone |= bit
  }
  return covered ? cases : [...cases, { used, out: gone }]
}
