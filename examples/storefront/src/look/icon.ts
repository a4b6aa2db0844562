import { type Html, raw } from "./html.ts"

const drawn = (content: string, box = 24): Html =>
  raw(`<svg class="icon" viewBox="0 0 ${box} ${box}" aria-hidden="true" focusable="false">${content}</svg>`)

const stroke = (d: string): Html => drawn(`<path d="${d}"/>`)

export const icons = {
  search: stroke("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21"),
  basket: stroke("M3 9h18l-2 11H5L3 9ZM8 9l3-6M16 9l-3-6"),
  person: stroke("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c.6-4 3.8-6 8-6s7.4 2 8 6"),
  arrow: stroke("M5 12h14M13 6l6 6-6 6"),
  tick: stroke("M4 12.5l5 5L20 6.5"),
  cross: stroke("M6 6l12 12M18 6 6 18"),
  clock: stroke("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2"),
  lorry: stroke("M2 6h11v10H2ZM13 9h4l4 4v3h-8M6.5 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM17 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"),
  leaf: stroke("M5 19C4 9 10 4 20 4c0 10-5 16-15 15Zm0 0L14 10"),
  warning: stroke("M12 3 22 20H2ZM12 10v4M12 17v.5")
} as const

/** The mark of the house: three hills under a line of roof. */
export const houseMark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#3d6b4f" d="M0 0h32v32H0Z"/><path fill="#fbf9f4" d="M4 24l6-10 3.5 4.5L18 10l10 14Z"/><path fill="none" stroke="#fbf9f4" stroke-width="1.6" d="M4 8q12-5 24 0"/></svg>`
