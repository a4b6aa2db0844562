import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { categoryPage } from "../src/look/index.ts"
import { samplePages } from "../src/look/sample.ts"
import { draw, isMotif, isTone, type Tone } from "../src/pictures/index.ts"
import { languages } from "../src/text/index.ts"

const own = (name: string): string => readFileSync(new URL(`../src/look/${name}`, import.meta.url), "utf8")

const drawn = (path: string): string => {
  const [motif = "", first = "", ...rest] = path.replace(/^\/picture\/|\.svg$/g, "").split(".")
  if (!isMotif(motif) || !isTone(first)) throw new Error(`no picture \`${path}\``)
  const tones: readonly [Tone, ...Tone[]] = [first, ...rest.filter(isTone)]
  return draw(motif, tones)
}

const pictures = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\/picture\/[\w.-]+\.svg/g)].map(([path]) => path))

const attributes = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map((match) => match[1] ?? "")

for (const language of languages) {
  describe(`pages in ${language}`, () => {
    for (const [name, page] of Object.entries(samplePages(language))) {
      it(name, async () => {
        const text = String(await page)
        expect(text).toMatch(/^<!doctype html>/)
        expect(text).toContain(`<html lang="${language === "zh" ? "zh-Hans" : "en"}">`)
        expect(text, "nothing unsaid").not.toMatch(/undefined|NaN|\[object|\{\w+\}(?!<\/dd)/)
        expect(text.match(/<h1/g), "one heading of the page").toHaveLength(1)
        expect(text.match(/<main id="main"/g)).toHaveLength(1)
        expect(text, "no third party").not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
        expect(text, "nothing inline that a strict policy would refuse").not.toMatch(
          / style="| on\w+="|<script>|<style>|javascript:/
        )
        const ids = attributes(text, "id")
        expect(new Set(ids).size, `ids are unique: ${ids.join(" ")}`).toBe(ids.length)
        for (const target of [
          ...attributes(text, "for"),
          ...attributes(text, "aria-describedby").flatMap((told) => told.split(" ")),
          ...attributes(text, "aria-labelledby")
        ]) {
          expect(ids, `\`${target}\` is there to be named`).toContain(target)
        }
        for (const form of text.match(/<form method="post".*?<\/form>/gs) ?? [])
          expect(form).toMatch(/name="key" value="sample-[\w-]+"/)
        const keys = attributes(text, "value").filter((value) => value.startsWith("sample-"))
        expect(new Set(keys).size, `every form has a key of its own: ${keys.join(" ")}`).toBe(keys.length)
        for (const path of pictures(text)) expect(drawn(path)).toContain("<svg")
        if (language === "en") {
          const said = text
            .replace(/<[^>]*>/g, " ")
            .replace(/中文|[\p{Script=Han}]+(?=[^.!?]*(?:310013|13857100000|<br))/gu, " ")
          expect(said, "no sentence of the other language").not.toMatch(/\p{Script=Han}{7,}/u)
        }
      })
    }
  })
}

describe("weight", () => {
  it("the first page, with its style, script and pictures, is under 100 kB", async () => {
    const text = String(await samplePages("zh")["home"])
    const all = [text, own("shop.css"), own("enhance.js"), ...[...pictures(text)].map(drawn)]
    expect(all.reduce((sum, part) => sum + Buffer.byteLength(part), 0)).toBeLessThan(100_000)
  })
  it("the script stays under 4 kB", () => {
    expect(Buffer.byteLength(own("enhance.js"))).toBeLessThan(4_000)
  })
})

describe("colours", () => {
  const luminance = (colour: string): number => {
    const channel = (index: number): number => {
      const value = Number.parseInt(colour.slice(index, index + 2), 16) / 255
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  }
  const contrast = (a: string, b: string): number => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
  }
  const schemes = own("shop.css").match(/:root \{[^}]*\}/g) ?? []
  const pairs = [
    ["ink", ["paper", "sheet", "wash", "tint"]],
    ["quiet", ["paper", "sheet", "wash"]],
    ["accent", ["paper", "sheet", "wash", "tint"]],
    ["good", ["paper", "sheet", "good-wash"]],
    ["wait", ["paper", "sheet", "wait-wash"]],
    ["bad", ["paper", "sheet", "bad-wash"]],
    ["on-accent", ["accent"]]
  ] as const
  it("there is a light scheme and a dark one", () => expect(schemes).toHaveLength(2))
  for (const [index, scheme] of schemes.entries()) {
    const colours = new Map(
      [...scheme.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((match) => {
        const short = match[2] ?? ""
        return [match[1] ?? "", short.length === 4 ? `#${short.slice(1).replace(/./g, "$&$&")}` : short]
      })
    )
    for (const [front, grounds] of pairs) {
      for (const ground of grounds) {
        it(`${index === 0 ? "light" : "dark"}: ${front} on ${ground} is readable`, () => {
          expect(contrast(colours.get(front) ?? "", colours.get(ground) ?? "")).toBeGreaterThanOrEqual(4.5)
        })
      }
    }
  }
})

describe("a category with nothing in it", () => {
  it("says so, and asks nobody to take away a condition that none has set", async () => {
    for (const [language, said, wrong] of [
      ["zh", "这里还没有商品", "去掉一两个条件"],
      ["en", "There is nothing here yet", "Take away a condition"]
    ] as const) {
      const view = {
        title: "B",
        category: "b",
        crumbs: [],
        tree: [],
        facets: [],
        cards: [],
        total: 0,
        page: 1,
        pages: 1
      }
      const frame = { language, path: "/category/b", formKey: "k", sections: [], cartCount: 0 }
      const text = String(await categoryPage({ ...view, sort: "shelf" }, frame))
      expect([text.includes(said), text.includes(wrong)]).toEqual([true, false])
      const value = { value: "x", name: "X", count: 0, chosen: true }
      const narrowed = { ...view, sort: "shelf", facets: [{ key: "origin", name: "O", values: [value] }] } as const
      expect(String(await categoryPage(narrowed, frame))).toContain(wrong)
    }
  })
})
