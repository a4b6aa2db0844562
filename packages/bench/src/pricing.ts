import type { BookedInput, Quote } from "pannier/quote"
import { type Race, race, type Report, type Row, type Suite } from "./measure.ts"
import { peer, versionOf } from "./peers.ts"
import { growth } from "./pricing-growth.ts"
import { againstFloor } from "./pricing-limit.ts"
import { medusaCart, medusaWay } from "./pricing-medusa.ts"
import { inputOf, priced, readLines, readReasons, readSteps } from "./pricing-ours.ts"
import type { MedusaCart, VendureOrder } from "./pricing-peers.ts"
import { type Eligible, problemOf } from "./pricing-problem.ts"
import { vendureCart, vendureWay } from "./pricing-vendure.ts"
import { suite as stacking } from "./stacking.ts"

const sizes = [
  [1, 1],
  [5, 10],
  [50, 100],
  [50, 1000]
] as const

/** Pricing whole carts, against the two shops that run from npm without a database, and against the limit of the language. */
export const suite: Suite = async (pace) => {
  const reports: Array<Report> = []
  for (const [what, part] of parts) {
    console.log(`measuring pricing: ${what}`)
    reports.push(await part(pace))
  }
  return { rows: reports.flatMap(({ rows }) => rows), notes: [reading, ...reports.flatMap(({ notes }) => notes)] }
}

const reading =
  "ours has its rules compiled once; each call prices the cart from nothing and reads every line and adjustment. In rows of carts/s `compared` is how many times as fast ours is, in rows of ns what it costs of the other"

const each = async (row: (lines: number, offers: number, eligible: Eligible) => Promise<Row>) => {
  const rows: Array<Row> = []
  for (const [lines, offers] of sizes) {
    for (const eligible of ["all", "one in ten"] as const) rows.push(await row(lines, offers, eligible))
  }
  return rows
}

const named = (lines: number, offers: number, eligible: Eligible): string => {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`
  return `${counted(lines, "line")}, ${counted(offers, "offer")}, ${eligible}${eligible === "all" ? " eligible" : ""}`
}

const vendure: Suite = async (pace) => {
  const core = await peer("@vendure/core")
  let taxesApart = 0
  const rows = await each(async (lines, offers, eligible) => {
    const problem = problemOf(lines, offers, eligible)
    const input = inputOf(problem, vendureWay)
    const theirs = await vendureCart(core, problem)
    taxesApart += taxesApartFromVendure(input, await theirs())
    // A row that says all eligible means it: no offer came too late to take something, and no line went down to nothing.
    const { applied, lines: left } = priced(input)
    if (eligible === "all" && (applied.length < offers || left.some(({ amount }) => amount === 0n))) {
      throw new Error(`only ${applied.length} of ${offers} offers apply`)
    }
    const goal = lines === 50 && offers === 100 ? { goal: eligible === "all" ? 200 : 100 } : {}
    const name = `${named(lines, offers, eligible)} / Vendure`
    return race("carts/s", { name, ours: () => readLines(priced(input)), peer: theirs, ...goal }, pace)
  })
  return {
    rows,
    notes: [
      `${versionOf("@vendure/core")} (GPL: timing only), OrderCalculator with all look-ups in memory: total, lines and every adjustment are the same to the cent, and so are the taxes of all lines but ${taxesApart}, where its floats miss an exact half; it has no line rule for what is off the order, and its percentages are actions written here, for its own do not mix prices with and without tax (they take as long)`
    ]
  }
}

/** How many lines have their tax a cent apart, because it lies on a half; any other difference is refused. */
const taxesApartFromVendure = (input: BookedInput, order: VendureOrder): number => {
  const { grand, lines } = priced(input)
  if (grand !== BigInt(order.totalWithTax)) throw new Error(`ours comes to ${grand}, Vendure to ${order.totalWithTax}`)
  let apart = 0
  for (const line of order.lines) {
    const mine = lines.find(({ id }) => id === line.id)
    const ours = mine?.adjustments.map(({ promotion, amount }) => `${promotion} ${amount}`).sort()
    const theirs = line.adjustments.map(
      ({ adjustmentSource: source, amount }) => `${source.replace(/^.*:/, "")} ${-amount}`
    )
    if (mine?.gross !== BigInt(line.proratedLinePriceWithTax) || String(ours) !== String(theirs.sort())) {
      throw new Error(`ours and Vendure differ in ${line.id}`)
    }
    if (mine.net === BigInt(line.proratedLinePrice)) continue
    // At 20 percent included the net of an amount is five sixths, a half for an odd multiple of three.
    if (mine.net !== BigInt(line.proratedLinePrice) + 1n || mine.gross % 6n !== 3n) {
      throw new Error(`ours and Vendure tax ${line.id} differently`)
    }
    apart++
  }
  return apart
}

const medusa: Suite = async (pace) => {
  const utils = await peer("@medusajs/utils")
  const promotion = await peer("@medusajs/promotion/dist/services/promotion-module.js")
  let furthest = 0
  const rows = await each(async (lines, offers, eligible) => {
    const problem = problemOf(lines, offers, eligible)
    const input = inputOf(problem, medusaWay)
    const theirs = medusaCart(utils, promotion, problem)
    furthest = Math.max(furthest, distanceToMedusa(input, await theirs()))
    const goal = lines === 50 && offers === 100 ? { goal: 500 } : {}
    const name = `${named(lines, offers, eligible)} / Medusa`
    return race("carts/s", { name, ours: () => readLines(priced(input)), peer: theirs, ...goal }, pace)
  })
  return {
    rows,
    notes: [
      `${versionOf("@medusajs/promotion/dist/services/promotion-module.js")}, computeActions and decorateCartTotals: it never rounds, so ours counts in ten-thousandths there; total and lines agree to the cent, at most ${furthest.toFixed(4)} apart. A unit serves one set, so at 1000 offers some sets find none left`
    ]
  }
}

/** How far the total or a line lies apart, in units of money; refused from half a cent on. */
const distanceToMedusa = (input: BookedInput, cart: MedusaCart): number => {
  const { grand, lines } = priced(input)
  const apart = [Math.abs(Number(grand) / 1e4 - cart.total.numeric)]
  for (const { id, total, adjustments } of cart.items) {
    const mine = lines.find((line) => line.id === id)
    apart.push(Math.abs(Number(mine?.gross) / 1e4 - total.numeric))
    if (mine?.adjustments.length !== adjustments?.length) throw new Error(`ours and Medusa take differently from ${id}`)
  }
  const furthest = Math.max(...apart)
  // A line that is missing makes it not a number, which is not below either.
  if (!(furthest < 0.005)) throw new Error(`ours and Medusa lie ${furthest} apart`)
  return furthest
}

const ownRows: Suite = async (pace) => {
  const many = inputOf(problemOf(50, 1000, "ten"), vendureWay)
  const few = inputOf(problemOf(50, 100, "ten"), vendureWay)
  if (priced(many).grand !== priced(few).grand) throw new Error("offers that do not apply change the price")
  const all = problemOf(50, 100, "all")
  const priority = inputOf(all, vendureWay)
  const best = inputOf(all, vendureWay, "best")
  if (priced(best).grand !== priced(priority).grand) throw new Error("nothing conflicts, yet the best differs")
  const some = problemOf(20, 20, "all")
  const proven = inputOf(some, vendureWay, "best")
  if (!priced(proven).proof.exact) throw new Error("nothing conflicts, yet the best is not proven")
  const lines = (input: BookedInput) => () => readLines(priced(input))
  const races: ReadonlyArray<Race> = [
    {
      name: "50 lines, ten eligible: of 1000 offers / of 100",
      ours: lines(many),
      peer: lines(few),
      goal: 1.3
    },
    {
      name: "20 lines, half of them without tax, 20 offers that all combine: best, proven / priority",
      ours: lines(proven),
      peer: lines(inputOf(some, vendureWay))
    },
    {
      name: "50 lines, half of them without tax, 100 offers that all combine: best in its usual nodes / priority",
      ours: lines(best),
      peer: lines(priority)
    },
    {
      name: "50 lines, 100 offers, all eligible: priced / its answer written down from numbers that are known",
      ours: lines(priority),
      peer: answerAlone(priced(priority))
    },
    {
      name: "50 lines, 100 offers: every step of every unit read / lines alone",
      ours: () => {
        const quote = priced(priority)
        return [readLines(quote), readSteps(quote)]
      },
      peer: lines(priority)
    },
    {
      name: "50 lines, 90 of 100 offers not applied: with reasons / without",
      ours: () => {
        const quote = priced(few)
        return [readLines(quote), readReasons(quote)]
      },
      peer: lines(few)
    },
    {
      name: "50 lines, 100 offers: again with one quantity changed / whole",
      ours: again(priority),
      peer: lines(priority)
    }
  ]
  const rows: Array<Row> = []
  for (const one of races) rows.push(await race("ns", one, pace))
  return { rows, notes: [] }
}

/** Makes the lines and adjustments of an answer that is known: nobody can price a cart in less. */
const answerAlone = ({ grand, lines }: Quote) => {
  const known = lines.map(({ id, amount, net, gross, tax, adjustments }) => ({
    id,
    figures: [amount, net, gross, tax].map(Number),
    taken: adjustments.map(({ promotion, version, amount: part }) => ({ promotion, version, part: Number(part) }))
  }))
  return () =>
    readLines({
      grand,
      lines: known.map(({ id, figures: [amount = 0, net = 0, gross = 0, tax = 0], taken }) => ({
        id,
        amount: BigInt(amount),
        net: BigInt(net),
        gross: BigInt(gross),
        tax: BigInt(tax),
        adjustments: taken.map(({ promotion, version, part }) => ({ promotion, version, amount: BigInt(part) }))
      }))
    })
}

/** Prices a cart again and again, one of its lines now with one unit more, now with one less. */
const again = (input: BookedInput) => {
  const changed = [2, 3].map((quantity) => ({
    ...input,
    lines: input.lines.with(25, { ...input.lines[25]!, quantity })
  }))
  let turn = 0
  return () => readLines(priced(changed[turn++ % 2]!))
}

const parts: ReadonlyArray<readonly [what: string, part: Suite]> = [
  ["Vendure", vendure],
  ["Medusa", medusa],
  ["the floor", againstFloor],
  ["ours in other ways", ownRows],
  ["growth", growth],
  ["the best combination", stacking]
]
