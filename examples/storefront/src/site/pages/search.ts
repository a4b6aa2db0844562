/** Search: goods by the words that are said of them, those that a word says most of first. */
import { searchPage } from "../../look/index.ts"
import { say } from "../../text/index.ts"
import { type Good, type Goods, isReduced } from "../goods.ts"
import type { Route } from "../route.ts"
import { listing, sorts } from "./listing.ts"

const han = /\p{Script=Han}/u

/** A text as it is searched: in small letters, with a space around each run of Chinese. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Script=Han}+/gu, " $& ")

/** The words of a text; Chinese, which parts none, is one as long as it runs. */
const wordsIn = (text: string): ReadonlyArray<string> => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** How much a word says of something: all of it, a word of it, the beginning of one, nothing. Within Chinese it stands anywhere. */
const fit = (word: string, words: ReadonlyArray<string>): number => {
  if (words.length === 1 && words[0] === word) return 3
  if (words.includes(word)) return 2
  return words.some((one) => (han.test(word) ? one.includes(word) : one.startsWith(word))) ? 1 : 0
}

/** The words said of a good, in both languages: first those that say most of it. */
const saidOf = ({ name, description, tags, path }: Good, goods: Goods): ReadonlyArray<ReadonlyArray<string>> => {
  const sections = path.split("/").flatMap((id) => goods.section(id)?.name ?? [])
  return [[name.zh, name.en], sections.flatMap(({ zh, en }) => [zh, en]), [...tags], [description.zh, description.en]]
}

/** How much a name, a category, a tag and a description count, by how well a word fits: not, its beginning, it, nothing else. */
const worth: ReadonlyArray<ReadonlyArray<number>> = [
  [0, 6, 8, 10],
  [0, 4, 5, 9],
  [0, 3, 3, 3],
  [0, 1, 2, 2]
]

/** How much the words say of a good; zero where one of them says nothing. */
const scoreOf = (good: Good, goods: Goods, words: ReadonlyArray<string>): number => {
  const said = saidOf(good, goods).map((texts) => texts.map(wordsIn))
  const scores = words.map((word) =>
    Math.max(...said.map((texts, place) => worth[place]?.[Math.max(0, ...texts.map((one) => fit(word, one)))] ?? 0))
  )
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0)
}

export const search: Route = async (visit) => {
  const {
    c,
    house: { goods },
    language
  } = visit
  const query = (c.req.query("q") ?? "").trim().slice(0, 100)
  const reduced = c.req.query("offer") !== undefined
  const frame = await visit.frame({ search: query })
  const words = wordsIn(query)
  // Without words everything is found, unless what was typed has none.
  const scores = new Map(
    goods.all
      .filter((good) => !reduced || isReduced(good))
      .map((good) => [good, query === "" ? 1 : words.length === 0 ? 0 : scoreOf(good, goods, words)] as const)
      .filter(([, score]) => score > 0)
  )
  const score = (good: Good): number => scores.get(good) ?? 0
  const title = query !== "" ? query : say(language, reduced ? "home.deals" : "search.all")
  const about = { title, crumbs: [], tree: [], query, reduced }
  const view = listing(visit, [...scores.keys()], about, (a, b) => score(b) - score(a) || sorts.shelf(a, b))
  return visit.show(searchPage(view, frame))
}
