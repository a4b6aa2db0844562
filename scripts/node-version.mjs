// The first step of every command, so that it must itself run on the Nodes it refuses: plain syntax, no imports.
// `--types` asks for a Node that runs TypeScript files as they are.
const [major, minor] = process.versions.node.split(".").map(Number)
const wantsTypes = process.argv.includes("--types")
const runsCore = major > 22 || (major === 22 && minor >= 13)
const runsTypes = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
const wanted = wantsTypes ? "22.18" : "22.13"

if (!(wantsTypes ? runsTypes : runsCore)) {
  console.error(
    [
      "需要 Node " + wanted + " 或更高版本，当前是 " + process.versions.node + "。",
      "在仓库根目录运行 `npm ci`，它会把 Node 24 装进 node_modules/.bin，`npm start`、`npm test` 和 `npx` 会自动使用它。",
      "（若用了 --ignore-scripts，Node 不会被装上：请去掉它，或自行安装 Node 24。）",
      "",
      "Node " + wanted + " or later is needed, this is " + process.versions.node + ".",
      "Run `npm ci` at the root of the repository: it installs Node 24 into node_modules/.bin, and `npm start`, `npm test` and `npx` use it.",
      "(With --ignore-scripts that Node is not installed: leave the flag out, or install Node 24 yourself.)"
    ].join("\n")
  )
  process.exit(1)
}
