import { parseArgs } from "node:util"
import { machineLine, paces, type Report, type Row, type Suite } from "./measure.ts"

const suites: ReadonlyMap<string, () => Promise<{ readonly suite: Suite }>> = new Map([
  ["storage", () => import("./storage.ts")],
  ["postgres", () => import("./postgres.ts")],
  ["money", () => import("./money.ts")],
  ["kernel", () => import("./kernel.ts")],
  ["codes", () => import("./codes.ts")],
  ["chain", () => import("./chain.ts")],
  ["pricing", () => import("./pricing.ts")],
  ["stacking", () => import("./stacking.ts")]
])

const usage = `npm run bench -- ${[...suites.keys()].join(" ")} [--quick]`

const number = (value: number): string => {
  if (value >= 1000) return Math.round(value).toLocaleString("en")
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)
}

const verdict = ({ goal, met }: Row): string => (goal === undefined ? "reported" : met === true ? "met" : "missed")

const table = (rows: ReadonlyArray<Row>): string => {
  const cells = rows.map((row) => [
    row.name,
    number(row.ours),
    number(row.peer),
    row.unit,
    number(row.ratio),
    row.goal === undefined ? "" : number(row.goal),
    verdict(row)
  ])
  const all = [["what", "ours", "peer", "unit", "compared", "goal", ""], ...cells]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd()
    )
    .join("\n")
}

const { values, positionals: names } = parseArgs({
  options: { quick: { type: "boolean", default: false } },
  allowPositionals: true
})
if (names.length === 0) throw new Error(`which suites? ${usage}`)
for (const name of names) if (!suites.has(name)) throw new Error(`no suite \`${name}\`; ${usage}`)

const reports: Array<Report> = []
for (const name of names) {
  console.log(`measuring ${name}`)
  const module = await suites.get(name)!()
  reports.push(await module.suite(values.quick ? paces.quick : paces.thorough))
}

const rows = reports.flatMap((report) => report.rows)
console.log(`\n${machineLine()}; samples by turns, medians\n`)
for (const note of reports.flatMap((report) => report.notes)) console.log(`- ${note}`)
console.log(`\n${table(rows)}`)
const missed = rows.filter((row) => verdict(row) === "missed").length
const met = rows.filter((row) => verdict(row) === "met").length
console.log(`\ngoals: ${met} met, ${missed} missed`)
