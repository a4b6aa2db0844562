import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { parseArgs } from "node:util"
import { Stryker } from "@stryker-mutator/core"
import { brief, type Named, nameOf, root, same, survivors } from "./survivors.ts"

/**
 * Changes the rules of money, pricing, promotion and quote a little at a time and asks whether a test notices. Without
 * options all of one domain after another; with `--changed` the lines that differ from a commit, for a quick answer.
 */
const { values: options } = parseArgs({
  options: {
    domain: { type: "string", multiple: true, default: ["money", "pricing", "promotion", "quote"] },
    file: { type: "string", multiple: true, default: [] },
    changed: { type: "boolean", default: false },
    since: { type: "string", default: "HEAD~1" },
    most: { type: "string", default: "150" },
    least: { type: "string", default: "90" }
  }
})

/** The tests that speak for a domain. Those of quotes hold the floors below too, but take minutes. */
const testsOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  money: ["money"],
  pricing: ["pricing"],
  promotion: ["promotion"],
  quote: ["quote"]
}

// Schemas, sentences and lists of names hold no rule; laws and commands are tests and wiring.
const isRule = (path: string): boolean =>
  /^src\/(money|pricing|promotion|quote)\/.+\.ts$/.test(path) &&
  !/\/(index|errors|model|schema|input|commands|version|condition|words)\.ts$|\/laws|src\/promotion\/reward\.ts$/.test(
    path
  )

const git = (...argv: ReadonlyArray<string>): string => {
  const { status, stdout, stderr } = spawnSync("git", argv, { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(`git ${argv.join(" ")}: ${stderr}`)
  return stdout
}

/** The rules of a domain, or, with `--changed`, their lines that differ, as Stryker names them: `file:12-18`. */
const targetsOf = (domain: string): ReadonlyArray<string> => {
  if (testsOf[domain] === undefined) throw new Error(`no domain \`${domain}\`: ${Object.keys(testsOf).join(", ")}`)
  const files = git("ls-files", `src/${domain}`).split("\n").filter(isRule)
  const chosen =
    options.file.length === 0 ? files : files.filter((file) => options.file.some((one) => file.includes(one)))
  if (!options.changed) return chosen
  let left = Number(options.most)
  return chosen.flatMap((file) => {
    const hunks = git("diff", "--unified=0", options.since, "--", file).matchAll(/^@@ \S+ \+(\d+)(?:,(\d+))? @@/gm)
    return Array.from(hunks, ([, from = "0", count = "1"]) => ({ from: Number(from), count: Number(count) }))
      .filter(({ count }) => count > 0)
      .flatMap(({ from, count }) => {
        if (left <= 0) return []
        left -= count
        return [`${file}:${from}-${from + count - 1}`]
      })
  })
}

interface Score {
  readonly found: number
  readonly killed: number
  readonly alive: ReadonlyArray<Named>
  readonly files: ReadonlySet<string>
}

const scoreOf = async (domain: string, mutate: ReadonlyArray<string>): Promise<Score> => {
  process.env["PANNIER_MUTATED"] = (testsOf[domain] ?? []).join(",")
  const results = await new Stryker({
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    mutate: [...mutate],
    coverageAnalysis: "perTest",
    concurrency: 2,
    reporters: process.stdout.isTTY ? ["progress"] : ["progress-append-only"],
    ignorePatterns: ["docs/api", "docs/.vitepress", "packages", "coverage", "reports", "biome.json", "dist", "scratch"],
    // A busy machine is no reason to call a mutant dead.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    // Where neither git nor the tests of the house look.
    tempDirName: "coverage/mutants",
    cleanTempDir: "always",
    allowConsoleColors: false,
    vitest: { configFile: "tests/mutation/vitest.config.ts" }
  } as ConstructorParameters<typeof Stryker>[0]).runMutationTest()
  const judged = results.filter(({ status }) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status))
  const alive = judged.filter(({ status }) => status === "Survived" || status === "NoCoverage")
  return {
    found: judged.length,
    killed: judged.length - alive.length,
    alive: alive.map(({ fileName, location: { start, end }, replacement }) => {
      const file = relative(root, fileName)
      const lines = readFileSync(fileName, "utf8").split("\n")
      // Stryker counts lines from 1 and columns from 1.
      const own = lines.slice(start.line - 1, end.line)
      own[own.length - 1] = own.at(-1)!.slice(0, end.column - 1)
      own[0] = own[0]!.slice(start.column - 1)
      return { file, line: brief(lines[start.line - 1]!), from: brief(own.join("\n")), to: brief(replacement ?? "") }
    }),
    files: new Set(mutate.map((target) => target.replace(/:.*/, "")))
  }
}

const percent = (killed: number, found: number): string =>
  found === 0 ? "none" : `${((100 * killed) / found).toFixed(1)} %`

const known = survivors()
const unexplained: Array<Named> = []
const stale: Array<Named> = []
let [found, killed] = [0, 0]
for (const domain of options.domain) {
  const targets = targetsOf(domain)
  if (targets.length === 0) {
    console.log(`${domain}: nothing to mutate`)
    continue
  }
  const began = performance.now()
  const score = await scoreOf(domain, targets)
  const equal = score.alive.filter((one) => known.some((listed) => listed.kind === "equivalent" && same(listed, one)))
  const counted = score.found - equal.length
  found += counted
  killed += score.killed
  const fresh = score.alive.filter((one) => !known.some((listed) => same(listed, one)))
  unexplained.push(...fresh)
  if (!options.changed) {
    const gone = known.filter(({ file }) => score.files.has(file))
    stale.push(...gone.filter((listed) => !score.alive.some((one) => same(listed, one))))
  }
  const minutes = ((performance.now() - began) / 60_000).toFixed(1)
  console.log(
    `${domain}: ${percent(score.killed, counted)}, ${score.killed} of ${counted} mutants killed in ${minutes} minutes; of those ` +
      `that live ${equal.length} change no answer, ${score.alive.length - equal.length - fresh.length} are accepted, ` +
      `${fresh.length} have no reason`
  )
}

for (const { file, line, from, to } of unexplained) console.log(`  lives: ${file}: ${line}\n    ${from}  =>  ${to}`)
for (const one of stale)
  console.log(`  listed, but no longer alive: ${one.file}: ${one.line}\n    ${one.from}  =>  ${one.to}`)
if (unexplained.length > 0) {
  const reports = `${root}reports`
  if (!existsSync(reports)) mkdirSync(reports)
  const distinct = [...new Map(unexplained.map((one) => [nameOf(one), { ...one, kind: "", reason: "" }])).values()]
  writeFileSync(`${reports}/survivors.json`, `${JSON.stringify(distinct, null, 2)}\n`)
  console.log(
    "they are in reports/survivors.json: kill them, or move them to tests/mutation/survivors.json with a reason"
  )
}
console.log(`mutation score: ${percent(killed, found)}, ${killed} of ${found}`)
const low = found > 0 && (100 * killed) / found < Number(options.least)
if (low) console.log(`below ${options.least} %`)
process.exitCode = low || stale.length > 0 || (!options.changed && unexplained.length > 0) ? 1 : 0
