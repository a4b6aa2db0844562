import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const docs = fileURLToPath(new URL(".", import.meta.url))

const pages = (folder: string) =>
  readdirSync(`${docs}${folder}`)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .toSorted()
    .map((file) => ({
      title: /^# (.+)$/m.exec(readFileSync(`${docs}${folder}/${file}`, "utf8"))?.[1] ?? file,
      link: `./${file.replace(/\.md$/, ".html")}`
    }))

export default { load: () => ({ guide: pages("guide"), decisions: pages("decisions") }) }
