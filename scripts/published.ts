import { publishedPackages, run } from "./build.ts"

/** What a consumer gets: manifests that tools agree on, and types that resolve as the code does. */
for (const folder of [".", ...publishedPackages().map((one) => `packages/${one.folder}`)]) {
  run(`publint ${folder}`, "publint/src/cli.js", folder, "--strict", "--pack", "npm")
}
for (const folder of [
  ".",
  ...publishedPackages()
    .filter((one) => one.library)
    .map((one) => `packages/${one.folder}`)
]) {
  run(
    `attw ${folder}`,
    "@arethetypeswrong/cli/dist/index.js",
    "--pack",
    folder,
    "--profile",
    "esm-only",
    "--format",
    "ascii"
  )
}
