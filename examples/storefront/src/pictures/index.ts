/** Still lifes of the goods, drawn by code: a motif and its tones give an SVG. */
import { houseMotifs } from "./house.ts"
import { outdoorMotifs } from "./outdoor.ts"
import { screenMotifs } from "./screen.ts"
import { studyMotifs } from "./study.ts"
import { teaMotifs } from "./tea.ts"
import { mix, type Shades, shadesOf, type Tone } from "./tone.ts"
import { vesselMotifs } from "./vessel.ts"
import { wareMotifs } from "./ware.ts"

export { isTone, type Tone, toneColours, toneOf, tones } from "./tone.ts"

const drawings = {
  ...teaMotifs,
  ...vesselMotifs,
  ...wareMotifs,
  ...studyMotifs,
  ...houseMotifs,
  ...outdoorMotifs,
  ...screenMotifs
}

export type Motif = keyof typeof drawings

export const motifs = Object.keys(drawings).sort() as readonly Motif[]

export const isMotif = (value: string): value is Motif => Object.hasOwn(drawings, value)

/** The paints a drawing may refer to by id; only those it uses are written out. */
const paints = (main: Shades, second: Shades): Readonly<Record<string, string>> => {
  const round = (shades: Shades): string =>
    `<stop stop-color="${shades.body}"/><stop offset=".24" stop-color="${shades.light}"/><stop offset=".55" stop-color="${shades.body}"/><stop offset="1" stop-color="${shades.dark}"/>`
  const front = (shades: Shades): string =>
    `<stop stop-color="${shades.light}"/><stop offset=".5" stop-color="${shades.body}"/><stop offset="1" stop-color="${shades.dark}"/>`
  const soft = (colour: string, from: number, middle = ""): string =>
    `<stop stop-color="${colour}" stop-opacity="${from}"/>${middle}<stop offset="1" stop-color="${colour}" stop-opacity="0"/>`
  return {
    a: `<linearGradient id="a">${round(main)}</linearGradient>`,
    af: `<linearGradient id="af" x2="1" y2="1">${front(main)}</linearGradient>`,
    b: `<linearGradient id="b">${round(second)}</linearGradient>`,
    bf: `<linearGradient id="bf" x2="1" y2="1">${front(second)}</linearGradient>`,
    s: `<radialGradient id="s">${soft("#1c140c", 0.42, '<stop offset=".55" stop-color="#1c140c" stop-opacity=".18"/>')}</radialGradient>`,
    l: `<radialGradient id="l">${soft("#ffe9b0", 0.75)}</radialGradient>`,
    p: `<radialGradient id="p" cx=".22" cy=".12" r=".9">${soft("#fff", 0.85)}</radialGradient>`
  }
}

/**
 * A square picture: wall, table, soft light from the upper left, and the good upon it. It follows the
 * colour scheme of whoever looks at it. The second tone defaults to paper.
 */
export const draw = (motif: Motif, tones: readonly [Tone, ...Tone[]]): string => {
  const [first, next] = tones
  const main = shadesOf(first, "a")
  const second = shadesOf(next ?? "paper", "b")
  const wall = mix("#f6f2ea", second.body, 0.14)
  const table = mix("#e6dccb", main.body, 0.14)
  const night =
    `@media(prefers-color-scheme:dark){.w{fill:${mix("#272822", second.body, 0.1)}}` +
    `.t{fill:${mix("#1d1d19", main.body, 0.1)}}.p{opacity:.16}.g{filter:brightness(.86)}}`
  const scene =
    `<path class="w" fill="${wall}" d="M0 0h240v240H0Z"/><path class="t" fill="${table}" d="M0 160q120-6 240 0v80H0Z"/>` +
    `<path class="p" fill="url(#p)" d="M0 0h240v240H0Z"/><g class="g">${drawings[motif](main, second)}</g>`
  const used = Object.entries(paints(main, second)).filter(([id]) => scene.includes(`url(#${id})`))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="14 16 212 212"><style>${night}</style>` +
    `<defs>${used.map(([, paint]) => paint).join("")}</defs>${scene}</svg>`
  )
}
