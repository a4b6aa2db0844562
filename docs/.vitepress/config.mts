import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitepress"

const docs = fileURLToPath(new URL("..", import.meta.url))

/** The pages of one folder under their own titles, so that the list is never written twice. */
const pages = (folder: string) =>
  existsSync(`${docs}${folder}`)
    ? readdirSync(`${docs}${folder}`)
        .filter((file) => file.endsWith(".md") && file !== "index.md")
        .toSorted()
        .map((file) => ({
          text: /^# (.+)$/m.exec(readFileSync(`${docs}${folder}/${file}`, "utf8"))?.[1] ?? file,
          link: `/${folder}/${file.replace(/\.md$/, "")}`
        }))
    : []

const section = (text: string, folder: string) => {
  const items = pages(folder)
  const index = existsSync(`${docs}${folder}/index.md`) ? { link: `/${folder}/` } : {}
  return items.length === 0 && !("link" in index) ? [] : [{ text, ...index, items }]
}

export default defineConfig({
  title: "Pannier",
  description: "The commerce kernel you embed",
  lang: "en",
  ignoreDeadLinks: false,
  // One esbuild serves the whole repository, and it no longer transpiles for browsers older than this.
  vite: { build: { target: "es2022" } },
  lastUpdated: false,
  themeConfig: {
    search: { provider: "local" },
    sidebar: [
      ...section("Guide", "guide"),
      ...section("Machines", "machines"),
      ...section("Decisions", "decisions"),
      { text: "API reference", link: "/api/" }
    ]
  }
})
