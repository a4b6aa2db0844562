#!/usr/bin/env node
// Starts the command on the best Node at hand. Plain syntax, since it must also run on Nodes that are too old for the rest.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, "..", "src", "main.ts")
const built = join(here, "..", "dist", "main.js")
// In the repository the sources are what runs, so that an old build is never mistaken for them; an installed package has its build.
const fromSource = !here.split(/[\\/]/).includes("node_modules") && existsSync(source)

const [major, minor] = process.versions.node.split(".").map(Number)
// An installed command keeps its stores in `node:sqlite` with its online backup.
const runsBuild = major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 16)
const runsTypes = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)

/** The Node that a project installs beside its packages, looked for upwards from this file. */
const installedNode = (folder) => {
  const candidate = join(folder, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node")
  if (existsSync(candidate)) return candidate
  return dirname(folder) === folder ? undefined : installedNode(dirname(folder))
}

const fits = fromSource ? runsTypes : runsBuild
const node = fits ? process.execPath : installedNode(here)

if (node === undefined) {
  const wanted = fromSource ? "22.18" : "22.16"
  console.error("pannier 需要 Node " + wanted + " 或更高版本，当前是 " + process.versions.node + "。")
  console.error("pannier needs Node " + wanted + " or later, this is " + process.versions.node + ".")
  process.exit(1)
}

if (fits && !fromSource) {
  await import(built)
} else {
  const options = fromSource ? ["--conditions=@pannier/source", source] : [built]
  const child = spawn(node, options.concat(process.argv.slice(2)), { stdio: "inherit", shell: false })
  const passOn = (signal) => child.kill(signal)
  // Whoever ends this process means the command, which would otherwise go on alone.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn)
  child.on("error", (cause) => {
    console.error(cause.message)
    process.exit(1)
  })
  child.on("close", (status, signal) => {
    for (const one of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(one, passOn)
    if (signal) process.kill(process.pid, signal)
    else process.exit(status === null ? 1 : status)
  })
}
