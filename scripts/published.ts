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
