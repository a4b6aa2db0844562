import type { Played } from "./play.ts"
import { beginning, type Noted } from "./world.ts"

const clock = (at: number): string => {
  const seconds = Math.floor((at - beginning) / 1000)
  const two = (part: number): string => String(part).padStart(2, "0")
  const days = Math.floor(seconds / 86_400)
  const day = days === 0 ? "" : `day ${days + 1}, `
  return `${day}${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The lines that a person reads: what was asked, what became of it, what went wrong. */
const told = ({ notes }: Played): ReadonlyArray<Noted> => {
  const opened = notes.findIndex(({ kind, who }) => kind === "call" && who.startsWith("buyer"))
  return notes.slice(Math.max(0, opened))
}

const sentence = ({ who, kind, what }: Noted): string => {
  switch (kind) {
    case "call":
      return `${who} asks ${what}`
    case "reply":
      return `${who} hears: ${what}`
    case "refusal":
      return `${who} is refused: ${what}`
    case "commit":
      return `${who} commits ${what}`
    case "fault":
      return `FAULT ${who}: ${what}`
    default:
      return `${who}: ${what}`
  }
}

/** A run as a story: what happened, line by line, and what is wrong in the end. */
export const story = (played: Played): string =>
  [
    `seed ${played.seed}, trace ${played.hash}`,
    ...told(played).map((note) => `${clock(note.at)}  ${sentence(note)}`),
    ...played.violations
  ].join("\n")

const colours: { readonly [Kind in Noted["kind"]]: string } = {
  call: "#4c6ef5",
  reply: "#2b8a3e",
  refusal: "#e67700",
  lost: "#868e96",
  fault: "#c92a2a",
  partner: "#862e9c",
  commit: "#212529",
  world: "#0b7285"
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** The timeline of a run as SVG: a column for everybody, downwards in the order in which things happened. */
export const timeline = (played: Played, most = 200): string => {
  const lines = told(played).slice(0, most)
  const people = [...new Set(lines.map(({ who }) => who))]
  const column = (who: string): number => 110 + people.indexOf(who) * 150
  const width = 110 + people.length * 150 + 300
  const height = 60 + lines.length * 18 + played.violations.length * 18
  const heads = people.map(
    (who) =>
      `<text x="${column(who)}" y="20" font-weight="bold">${escaped(who)}</text><line x1="${column(who)}" y1="28" x2="${column(who)}" y2="${height - 10}" stroke="#dee2e6"/>`
  )
  const marks = lines.map(({ at, who, kind, what }, index) => {
    const y = 46 + index * 18
    const short = what.length > 60 ? `${what.slice(0, 59)}…` : what
    return `<text x="4" y="${y}" fill="#868e96">${clock(at)}</text><circle cx="${column(who)}" cy="${y - 4}" r="4" fill="${colours[kind]}"/><text x="${column(who) + 8}" y="${y}" fill="${colours[kind]}">${escaped(short)}</text>`
  })
  const wrong = played.violations.map(
    (violation, index) =>
      `<text x="4" y="${50 + (lines.length + index) * 18}" fill="#c92a2a" font-weight="bold">${escaped(violation)}</text>`
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<title>seed ${played.seed}</title>`,
    ...heads,
    ...marks,
    ...wrong,
    "</svg>"
  ].join("\n")
}
