import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type Curve, exponentOf, growthChart } from "./chart.ts"
import { byTurns, median, type Pace, type Report, type Row } from "./measure.ts"
import { inputOf, priced, readLines } from "./pricing-ours.ts"
import { problemOf } from "./pricing-problem.ts"
import { vendureWay } from "./pricing-vendure.ts"

const most = 1.15
const chart = new URL("../out/pricing-growth.svg", import.meta.url)

/** How the cost of a quote grows with its lines, and with the offers of the shop; drawn beside the table. */
export const growth = async (pace: Pace): Promise<Report> => {
  const hurried = { ...pace, samples: Math.min(pace.samples, 7), sampleNanoseconds: pace.sampleNanoseconds / 2 }
  const byLines = await measured(
    "20 offers, all eligible · 20 项优惠，全部适用",
    "lines · 行",
    [10, 20, 50, 100, 200, 400, 800].map((lines) => [lines, problemOf(lines, 20, "all")]),
    hurried
  )
  const byOffers = await measured(
    "20 lines, one offer in ten eligible · 20 行，十分之一适用",
    "offers · 优惠",
    [10, 32, 100, 320, 1000, 3200].map((offers) => [offers, problemOf(20, offers, "one in ten")]),
    hurried
  )
  mkdirSync(new URL(".", chart), { recursive: true })
  writeFileSync(chart, growthChart([byLines, byOffers]))
  return {
    rows: [
      ...rowsOf(byLines, (lines) => `${lines} lines, 20 offers, all eligible / the least`),
      slopeOf(byLines, "exponent of cost by lines, 10 to 800"),
      ...rowsOf(byOffers, (offers) => `20 lines, ${offers} offers, one in ten / the least`),
      slopeOf(byOffers, "exponent of cost by offers, 10 to 3200")
    ],
    notes: [
      `growth is drawn in ${fileURLToPath(chart)}; its rows compare each size with the smallest, its exponents may be at most ${most}`
    ]
  }
}

const measured = async (
  title: string,
  counted: string,
  problems: ReadonlyArray<readonly [number, ReturnType<typeof problemOf>]>,
  pace: Pace
): Promise<Curve> => {
  const inputs = problems.map(([, problem]) => inputOf(problem, vendureWay))
  const taken = await byTurns(
    inputs.map((input) => () => readLines(priced(input))),
    pace
  )
  const points = problems.map(([count], index) => [count, median(taken[index]!)] as const)
  return { title, counted, points, exponent: exponentOf(points) }
}

const rowsOf = ({ points }: Curve, nameOf: (count: number) => string): ReadonlyArray<Row> => {
  const [, least] = points[0]!
  return points.map(([count, cost]) => ({
    name: nameOf(count),
    unit: "ns",
    ours: cost,
    peer: least,
    ratio: cost / least
  }))
}

const slopeOf = ({ exponent }: Curve, name: string): Row => ({
  name,
  unit: "",
  ours: exponent,
  peer: 1,
  ratio: exponent,
  goal: most,
  met: exponent <= most
})
