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

/** Runs a program of this repository and ends the whole script with it when it fails. */
export const run = (title: string, program: string, ...options: ReadonlyArray<string>): void => {
  console.log(`> ${title}`)
  const { status } = spawnSync(process.execPath, [`${root}/node_modules/${program}`, ...options], {
    cwd: root,
    stdio: "inherit"
  })
  if (status !== 0) process.exit(status ?? 1)
}

if (import.meta.main) {
  const emit = (folder: string) => {
    rmSync(`${root}/${folder}dist`, { recursive: true, force: true })
    run(`emit ${folder === "" ? "pannier" : folder}`, "typescript7/bin/tsc", "-p", `${folder}tsconfig.build.json`)
  }
  emit("")
  for (const { folder } of publishedPackages().filter(({ library }) => library)) emit(`packages/${folder}/`)
  run("bundle", "tsup/dist/cli-default.js", "--silent")
}
