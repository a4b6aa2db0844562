/**
 * Writes every page of the shop, from sample views, to a folder: `node src/look/preview.ts FOLDER`.
 * The folder is what `screenshots.ts` photographs.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { draw, isMotif, isTone, type Tone } from "../pictures/index.ts"
import { languages } from "../text/index.ts"
import { houseMark } from "./icon.ts"
import { markPath, scriptPath, stylePath } from "./paths.ts"
import { samplePages } from "./sample.ts"

/** The drawing behind an address `/picture/cup.celadon.bamboo.svg`. */
const pictureAt = (path: string): string => {
  const [motif, first, ...rest] = path.replace(/^\/picture\/|\.svg$/g, "").split(".")
  if (motif === undefined || !isMotif(motif) || first === undefined || !isTone(first))
    throw new Error(`no picture \`${path}\``)
  const tones: readonly [Tone, ...Tone[]] = [first, ...rest.filter(isTone)]
  return draw(motif, tones)
}

const preview = async (folder: string): Promise<void> => {
  const write = (path: string, content: string): void => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const own = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8")
  write(stylePath, own("shop.css"))
  write(scriptPath, own("enhance.js"))
  write(markPath, houseMark)
  const pictures = new Set<string>()
  const names: string[] = []
  for (const language of languages) {
    for (const [name, page] of Object.entries(samplePages(language))) {
      const text = String(await page)
      for (const [path] of text.matchAll(/\/picture\/[\w.-]+\.svg/g)) pictures.add(path)
      write(`${language}/${name}.html`, text)
      if (language === "zh") names.push(name)
    }
  }
  for (const path of pictures) write(path, pictureAt(path))
  write("pages.json", JSON.stringify(names))
  console.log(`${names.length} pages in ${languages.length} languages, ${pictures.size} pictures: ${folder}`)
}

const folder = process.argv[2]
if (folder === undefined) {
  console.error("usage: node src/look/preview.ts FOLDER")
  process.exitCode = 2
} else await preview(folder)
