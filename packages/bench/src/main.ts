import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { machineLine, type Report, type Row, type Suite } from "./measure.ts"

const usage = "npm run bench -- storage money kernel"

const load = async (name: string): Promise<Suite> => {
  const file = new URL(`./${name}.ts`, import.meta.url)
  if (!/^[a-z-]+$/.test(name) || !existsSync(fileURLToPath(file))) throw new Error(`no suite \`${name}\`; ${usage}`)
  const module: { readonly suite?: Suite } = await import(file.href)
  if (module.suite === undefined) throw new Error(`\`${name}\` is no suite; ${usage}`)
  return module.suite
}

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

const names = process.argv.slice(2)
if (names.length === 0) throw new Error(`which suites? ${usage}`)
const suites = await Promise.all(names.map(load))

const reports: Array<Report> = []
for (const [index, suite] of suites.entries()) {
  console.log(`measuring ${names[index]}`)
  reports.push(await suite())
}

const rows = reports.flatMap((report) => report.rows)
console.log(`\n${machineLine()}; samples by turns, medians\n`)
for (const note of reports.flatMap((report) => report.notes)) console.log(`- ${note}`)
console.log(`\n${table(rows)}`)
const missed = rows.filter((row) => verdict(row) === "missed").length
const met = rows.filter((row) => verdict(row) === "met").length
console.log(`\ngoals: ${met} met, ${missed} missed`)
