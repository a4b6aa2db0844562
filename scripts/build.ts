import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** Emits the core and each published package, one file a module, in the order of their dependencies; then what is bundled. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")

export interface Published {
  readonly folder: string
  readonly name: string
  readonly dependencies: ReadonlyArray<string>
  /** Has a module to import; the command has none and is bundled. */
  readonly library: boolean
}

/** The packages that are published beside the core, each after those it depends on. */
export const publishedPackages = (): ReadonlyArray<Published> => {
  const found = readdirSync(`${root}/packages`)
    .filter((folder) => existsSync(`${root}/packages/${folder}/package.json`))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(`${root}/packages/${folder}/package.json`, "utf8"))
    }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({
      folder,
      name: String(manifest.name),
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
      library: "." in manifest.exports
    }))
  const ordered: Array<Published> = []
  const place = (one: Published): void => {
    if (ordered.includes(one)) return
    for (const needed of found.filter(({ name }) => one.dependencies.includes(name))) place(needed)
    ordered.push(one)
  }
  for (const one of found) place(one)
  return ordered
}

/** Runs a program on this Node and ends the whole script with it when it fails; its output is shown only then, if `quiet`. */
export const run = (title: string, options: ReadonlyArray<string>, quiet = false): void => {
  console.log(`> ${title}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, options, {
    cwd: root,
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    encoding: "utf8"
  })
  if (status === 0) return
  if (quiet) console.error(`${stdout}${stderr}`)
  process.exit(status ?? 1)
}

if (import.meta.main) {
  const emit = (folder: string) => {
    rmSync(`${root}/${folder}dist`, { recursive: true, force: true })
    run(`emit ${folder === "" ? "pannier" : folder}`, [
      "node_modules/typescript7/bin/tsc",
      "-p",
      `${folder}tsconfig.build.json`
    ])
  }
  emit("")
  for (const { folder } of publishedPackages().filter(({ library }) => library)) emit(`packages/${folder}/`)
  run("bundle", ["node_modules/tsup/dist/cli-default.js", "--silent"])
}
