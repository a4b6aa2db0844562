import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { publishedPackages, root, run } from "./build.ts"

/** What a consumer gets: manifests that tools agree on, types that resolve as the code does, and modules that load. */
const packages = publishedPackages()

for (const folder of [".", ...packages.map((one) => `packages/${one.folder}`)]) {
  run(`publint ${folder}`, ["node_modules/publint/src/cli.js", folder, "--strict", "--pack", "npm"], true)
}

const libraries = [".", ...packages.filter(({ library }) => library).map((one) => `packages/${one.folder}`)]
const attw = "node_modules/@arethetypeswrong/cli/dist/index.js"
for (const folder of libraries) {
  run(`attw ${folder}`, [attw, "--pack", folder, "--profile", "esm-only", "--format", "ascii"], true)
}

// The tools take it on trust that CommonJS can require an ES module; a top-level await would break it.
for (const folder of libraries) {
  const { name, exports } = JSON.parse(readFileSync(`${root}/${folder}/package.json`, "utf8"))
  const subpaths = Object.keys(exports).map((subpath) => `${name}${subpath.slice(1)}`)
  run(`require ${subpaths.length} subpaths of ${name}`, [
    "--input-type=commonjs",
    "--eval",
    `for (const subpath of ${JSON.stringify(subpaths)}) require(subpath)`
  ])
}

// What is bundled is not what the tests run: it has to find its parts, and a driver that is the host's.
console.log("> the built command")
const told = (...argv: ReadonlyArray<string>): string => {
  const command = spawnSync(process.execPath, ["packages/cli/dist/main.js", ...argv], { cwd: root, encoding: "utf8" })
  return `${command.stdout}${command.stderr}`
}
for (const [argv, expected] of [
  [["--help"], "pannier quote FILE"],
  [["quote", "examples/quote/cart.json"], '"grand"'],
  [["check", "postgres://127.0.0.1:1/none"], "ECONNREFUSED"]
] as const) {
  const found = told(...argv)
  if (found.includes(expected)) continue
  console.error(`pannier ${argv.join(" ")} does not say ${expected}:\n${found}`)
  process.exit(1)
}
