/** Tea as it is sold: tins, pouches, cakes, jars, matcha. */
import { block, ellipse, faint, glint, lathe, line, mark, mouth, path, rect, shadow } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const tin: Draw = (main, second) =>
  shadow(120, 84) +
  lathe(
    120,
    [
      [92, 42],
      [92, 42],
      [186, 42]
    ],
    main.round
  ) +
  rect(82, 116, 60, 44, second.light, 1, faint(0.95)) +
  mark(112, 134, 9, main.dark) +
  line("M94 148h36M100 153h24", main.dark, 1.4, faint(0.6)) +
  lathe(
    120,
    [
      [70, 43.5],
      [70, 43.5],
      [94, 43.5]
    ],
    main.round
  ) +
  path("M76.5 94a43.5 7.4 0 0 0 87 0v2.5a43.5 7.4 0 0 1-87 0Z", main.deep, faint(0.5)) +
  ellipse(120, 70, 43.5, 7.4, main.light) +
  ellipse(120, 69.4, 34, 5.2, main.body, faint(0.6)) +
  glint(88, 100, 178)

const pouch: Draw = (main, second) =>
  shadow(120, 86) +
  path("M80 76q40 5 80 0l6 106q-46 10-92 0Z", main.front) +
  path("M80 76q40 5 80 0l-2-18q-38 4-76 0Z", main.dark) +
  path("M82 58q38 4 76 0l-1-6q-37 4-74 0Z", main.light) +
  path("M84 82q-6 50-4 98M156 82q8 50 4 98", "none", ` stroke="${main.deep}" stroke-width="1.2" opacity=".25"`) +
  path("M120 80l6 104q22-1 40-2l-6-106q-20 3-40 4Z", main.dark, faint(0.25)) +
  rect(96, 104, 46, 54, second.light, 1) +
  mark(119, 122, 10, second.deep) +
  line("M104 138h30M104 144h22M104 150h26", second.deep, 1.4, faint(0.55)) +
  line("M96 66q24 3 48 0", second.body, 4)

const cake: Draw = (main, second) =>
  shadow(122, 112) +
  path("M52 186l14-10h108l14 10Z", "#8b6b4c") +
  ellipse(120, 118, 64, 66, main.dark) +
  ellipse(117, 116, 63, 65, main.front) +
  ellipse(117, 116, 40, 42, "none", ` stroke="${main.dark}" stroke-width="1" opacity=".5"`) +
  ellipse(117, 116, 26, 27, second.body) +
  mark(117, 116, 12, main.light) +
  line("M72 84q12-22 34-28M60 124q-2-16 4-28", "#fff", 2.5, faint(0.5)) +
  line("M150 62q22 16 26 44M160 150q14-14 18-30", main.deep, 1.6, faint(0.35)) +
  path("M70 186q10-14 22-8M150 178q14-4 20 8", "none", ` stroke="#5d4530" stroke-width="3"`)

const jar: Draw = (main, second) =>
  shadow(120, 92) +
  lathe(
    120,
    [
      [100, 30],
      [112, 46],
      [146, 48],
      [176, 38],
      [187, 32]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [92, 26],
      [92, 26],
      [102, 31]
    ],
    main.dark
  ) +
  lathe(
    120,
    [
      [80, 12],
      [84, 24],
      [92, 33],
      [92, 33],
      [97, 33]
    ],
    second.round
  ) +
  ellipse(120, 78, 7, 6, second.body) +
  ellipse(118, 76, 3, 2, second.light) +
  path("M104 128h32v30h-32Z", main.light, faint(0.85)) +
  mark(120, 143, 9, main.deep) +
  glint(84, 118, 166, -1)

const matcha: Draw = (main, second) =>
  shadow(108, 66) +
  shadow(164, 40, 194) +
  lathe(
    106,
    [
      [118, 34],
      [118, 34],
      [186, 34]
    ],
    second.round
  ) +
  lathe(
    106,
    [
      [100, 35],
      [100, 35],
      [122, 35]
    ],
    second.round
  ) +
  ellipse(106, 100, 35, 6, second.light) +
  rect(84, 134, 40, 34, main.body, 1) +
  mark(104, 148, 8, main.light) +
  line("M92 160h24", main.light, 1.4) +
  path("M132 194q14-34 32-34t34 34Z", main.body) +
  path("M164 160q20 0 34 34h-26q-2-22-8-34Z", main.dark, faint(0.5)) +
  line("M150 172q-6 6-10 14", main.light, 2, faint(0.7)) +
  path("M146 150l46 28 3-4-46-27Z", "#b3ae6c") +
  glint(80, 126, 178)

const whisk: Draw = (main, second) =>
  shadow(104, 100) +
  shadow(178, 38, 192) +
  lathe(
    102,
    [
      [124, 52],
      [150, 50],
      [174, 34],
      [180, 22],
      [188, 24]
    ],
    second.round
  ) +
  mouth(102, 124, 52, second.light, second.deep, "#8aa457") +
  line("M72 124q10-4 20 0t22 0 18-1", "#b9cc86", 2, faint(0.8)) +
  glint(58, 134, 160, 4) +
  path("M168 122h20l1 26h-22Z", main.body) +
  rect(168, 118, 20, 5, main.light, 2) +
  path("M167 148h22q12 20 8 42h-38q-4-22 8-42Z", main.light) +
  [-14, -10, -6, -2, 2, 6, 10, 14]
    .map((x) => line(`M${178 + x * 0.6} 150Q${178 + x * 1.3} 168 ${178 + x} 190`, main.dark, 1, faint(0.55)))
    .join("") +
  line("M166 152h24", second.deep, 2.4)

const box: Draw = (main, second) =>
  shadow(126, 128) +
  block(60, 116, 104, 70, 44, { front: main.front, top: main.light, side: main.dark }) +
  block(56, 102, 112, 22, 48, { front: main.front, top: main.light, side: main.dark }) +
  path("M56 124h112v3H56Z", main.deep, faint(0.35)) +
  path("M102 102h16v84h-16Z", second.body) +
  path("M102 102h16l33.6-20.2h-16Z", second.light) +
  path("M126 90q-26-24-34-10t28 14q6-30 24-26t-12 24Z", second.body, ` stroke="${second.dark}" stroke-width="1.5"`) +
  ellipse(124, 92, 6, 5, second.dark)

export const teaMotifs = { tin, pouch, cake, jar, matcha, whisk, box }
