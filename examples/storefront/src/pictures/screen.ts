/** What has no body: cards, courses, books to read on a screen. */
import { block, ellipse, faint, line, mark, path, rect, shadow } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const card: Draw = (main, second) =>
  shadow(126, 140, 184) +
  `<g transform="rotate(7 120 140)">${rect(54, 106, 140, 86, second.light, 6)}${path("M54 120l70 42 70-42v-8q0-6-6-6H60q-6 0-6 6Z", second.body)}</g>` +
  `<g transform="rotate(-9 120 130)">${rect(48, 88, 140, 86, main.front, 8)}${mark(84, 126, 22, second.light)}${ellipse(112, 108, 8, 8, second.light, faint(0.9))}${line("M126 150h46M144 160h28", second.light, 3, faint(0.85))}${rect(54, 92, 128, 3, "#fff", 1.5, faint(0.3))}</g>`

const course: Draw = (main, second) =>
  shadow(126, 160, 186) +
  path("M40 184l14-104q1-8 10-8h124q8 0 9 8l8 104Z", "#2d2c2e") +
  path("M50 174l13-88q1-6 7-6h112q6 0 7 6l7 88Z", main.front) +
  path("M50 174l13-88q1-6 7-6h60q-6 60-40 94Z", main.light, faint(0.35)) +
  path("M84 126h72q-2 30-22 36h-28q-20-6-22-36Z", second.light) +
  ellipse(120, 126, 36, 6, second.body) +
  ellipse(120, 127, 30, 4, "#b9772e") +
  line("M112 112q-6-8 0-14t0-12M128 112q-6-8 0-14t0-12", second.light, 2.6, faint(0.7)) +
  ellipse(170, 98, 15, 15, "#fff", faint(0.92)) +
  path("M165 90l13 8-13 8Z", main.deep) +
  rect(66, 164, 108, 4, "#fff", 2, faint(0.4)) +
  rect(64, 164, 44, 4, "#fff", 2, faint(0.9))

const book: Draw = (main, second) =>
  shadow(124, 120, 188) +
  `<g transform="rotate(-4 120 140)">` +
  block(74, 76, 84, 110, 22, { front: main.front, top: "#f6efdf", side: "#e7dcc4" }) +
  path("M74 76h12v110H74Z", main.dark, faint(0.6)) +
  rect(98, 94, 30, 62, second.light, 1) +
  line("M113 104v8M113 118v8M113 132v8", main.deep, 5) +
  ellipse(143, 170, 6, 6, second.body) +
  [0, 1, 2].map((i) => line(`M${162 + i * 4} ${78 - i * 3}v104`, "#c9bb9d", 0.8, faint(0.8))).join("") +
  "</g>"

export const screenMotifs = { card, course, book }
