/** The house: light, cloth, baskets, flowers, scent. */
import { ellipse, faint, glint, lathe, line, mouth, path, rect, shadow, tilt } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const glow = (cx: number, cy: number, radius: number): string => ellipse(cx, cy, radius, radius, "url(#l)")

const lamp: Draw = (main, second) =>
  glow(120, 104, 96) +
  shadow(120, 70) +
  lathe(
    120,
    [
      [180, 28],
      [180, 28],
      [187, 30]
    ],
    second.round
  ) +
  ellipse(120, 180, 28, 5, second.light) +
  rect(116.5, 136, 7, 46, second.front) +
  lathe(
    120,
    [
      [62, 36],
      [62, 36],
      [142, 56]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [62, 36],
      [62, 36],
      [142, 56]
    ],
    "#ffe6ac",
    faint(0.45)
  ) +
  [0, 1, 2, 3]
    .map((i) =>
      line(`M${82 - i * 4.5} ${78 + i * 17}q${38 + i * 4.5} ${11 + i} ${76 + i * 9} 0`, main.dark, 1, faint(0.35))
    )
    .join("") +
  ellipse(120, 62, 36, 36 * tilt, "#fff3d2") +
  glint(88, 74, 134, -9)

const desklamp: Draw = (main, second) =>
  glow(78, 150, 80) +
  shadow(150, 80) +
  lathe(
    150,
    [
      [178, 36],
      [178, 36],
      [188, 37]
    ],
    main.round
  ) +
  ellipse(150, 178, 36, 6, main.light) +
  line("M150 176L182 112 112 66", main.body, 6) +
  line("M149 174L180 112", main.light, 1.6) +
  ellipse(182, 112, 7, 7, main.dark) +
  path("M122 56L104 84q-24-4-42 14l-12-12q18-34 56-40Z", second.front) +
  path("M104 84q-24-4-42 14l-4-4q18-22 46-16Z", "#ffe9b8")

const lantern: Draw = (main, second) =>
  glow(120, 134, 84) +
  shadow(120, 92) +
  line("M88 92q0-52 32-52t32 52", main.dark, 4.5) +
  lathe(
    120,
    [
      [96, 28],
      [110, 46],
      [140, 54],
      [168, 44],
      [184, 30]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [96, 28],
      [110, 46],
      [140, 54],
      [168, 44],
      [184, 30]
    ],
    second.light,
    faint(0.5)
  ) +
  [-40, -24, -8, 8, 24, 40]
    .map((x) => line(`M${120 + x * 0.7} 96Q${120 + x * 1.4} 140 ${120 + x * 0.7} 186`, main.dark, 1.6, faint(0.7)))
    .join("") +
  [112, 126, 140, 154, 168]
    .map((y) =>
      line(
        `M${72 + Math.abs(140 - y) * 0.35} ${y}q${48 - Math.abs(140 - y) * 0.3} 12 ${96 - Math.abs(140 - y) * 0.7} 0`,
        main.dark,
        1.2,
        faint(0.6)
      )
    )
    .join("") +
  lathe(
    120,
    [
      [88, 30],
      [88, 30],
      [98, 30]
    ],
    main.dark
  ) +
  ellipse(120, 88, 30, 5, main.body) +
  lathe(
    120,
    [
      [182, 31],
      [182, 31],
      [188, 31]
    ],
    main.dark
  )

const folds = (main: Shades, second: Shades, layers: number): string =>
  Array.from({ length: layers }, (_, i) => {
    const y = 180 - i * 20
    return (
      path(`M54 ${y}q-8-10 0-20h124q12 0 12 10t-12 10Z`, i % 2 === 0 ? main.front : main.body) +
      path(`M178 ${y}q12 0 12-10t-12-10q6 10 0 20Z`, main.dark, faint(0.7)) +
      line(`M60 ${y - 1}h116`, main.deep, 1.2, faint(0.3)) +
      line(`M70 ${y - 10}h90`, second.body, 2, ` stroke-dasharray="10 7" opacity=".7"`)
    )
  }).join("")

const textile: Draw = (main, second) =>
  shadow(124, 140, 186) +
  folds(main, second, 3) +
  path("M52 122l34-22h92q14 0 10 10l-10 10Z", main.light) +
  line("M84 108h84M74 114h92", second.body, 2, faint(0.8)) +
  path("M110 100l32 0-30 22v44l-28 0v-44Z", second.body, faint(0.55)) +
  line("M92 128v36M100 128v36", second.light, 1.2, faint(0.6))

const throwMotif: Draw = (main, second) =>
  shadow(124, 130, 188) +
  path("M52 96q0-16 16-16h104q16 0 16 16v82q-68 14-136 0Z", main.front) +
  path("M150 80h22q16 0 16 16v82q-14 3-26 4Z", main.dark, faint(0.35)) +
  [92, 108, 124, 140, 156]
    .map((y) =>
      line(`M56 ${y}l8-6 8 6 8-6 8 6 8-6 8 6 8-6 8 6 8-6 8 6 8-6 8 6 8-6 8 6 8-6 8 6`, second.light, 1.6, faint(0.6))
    )
    .join("") +
  path("M52 164q68 14 136 0v14q-68 14-136 0Z", second.body) +
  Array.from({ length: 17 }, (_, i) =>
    line(`M${56 + i * 8} ${180 + Math.sin((i / 16) * Math.PI) * 6}v9`, second.dark, 1.6)
  ).join("")

const cushion: Draw = (main, second) =>
  shadow(122, 140, 188) +
  path("M46 128q-6-14 8-16 66-12 132 0 14 2 8 16-4 22 0 44 4 14-10 16-64 8-128 0-14-2-10-16 4-22 0-44Z", main.front) +
  path(
    "M60 124q60-10 120 0-4 26 0 52-60 6-120 0 4-26 0-52Z",
    "none",
    ` stroke="${second.light}" stroke-width="2" stroke-dasharray="6 5" opacity=".8"`
  ) +
  ellipse(120, 150, 7, 4.5, second.body) +
  line("M100 140q14 8 20 10t22-8M104 164q10-10 16-13t18 12", main.deep, 1.5, faint(0.35)) +
  line("M56 122q30-8 62-8", "#fff", 2.4, faint(0.35))

const weave = (main: Shades, top: number, bottom: number, upper: number, lower: number): string => {
  const rows = Math.floor((bottom - top) / 12)
  return Array.from({ length: rows }, (_, row) => {
    const y = top + row * 12 + 8
    const radius = upper + ((lower - upper) * row) / rows - 2
    return line(
      `M${120 - radius} ${y}q${radius} ${radius * 0.34} ${radius * 2} 0`,
      row % 2 === 0 ? main.dark : main.light,
      5,
      ` stroke-dasharray="9 6" stroke-dashoffset="${row % 2 === 0 ? 0 : 7}" opacity=".6"`
    )
  }).join("")
}

const basket: Draw = (main, second) =>
  shadow(120, 124) +
  line("M66 118q0-76 54-76t54 76", second.dark, 7) +
  line("M69 110q2-64 50-65", second.light, 1.8, faint(0.7)) +
  lathe(
    120,
    [
      [116, 62],
      [140, 62],
      [174, 52],
      [187, 46]
    ],
    main.round
  ) +
  weave(main, 120, 186, 62, 46) +
  mouth(120, 116, 62, main.light, main.deep) +
  line("M60 119q60 20 120 0", main.body, 6)

const steamer: Draw = (main, second) =>
  shadow(120, 128) +
  [152, 120]
    .map(
      (y) =>
        lathe(
          120,
          [
            [y, 60],
            [y, 60],
            [y + 34, 60]
          ],
          main.round
        ) +
        line(`M60 ${y + 10}q60 18 120 0`, main.dark, 3, faint(0.6)) +
        rect(96, y + 4, 12, 34, main.dark, 1, faint(0.5))
    )
    .join("") +
  lathe(
    120,
    [
      [98, 48],
      [106, 60],
      [120, 62]
    ],
    second.round
  ) +
  ellipse(120, 98, 50, 9, second.light) +
  [-36, -24, -12, 0, 12, 24, 36]
    .map((x) => line(`M${120 + x} 93l${x * 0.06} 11`, second.dark, 1.4, faint(0.6)))
    .join("") +
  line("M106 96q14-18 28 0", second.dark, 4)

const branch = (x: number, y: number, tone: Shades): string =>
  line(`M${x} ${y}q-6-30 8-52t4-40`, "#5f4a38", 3) +
  line(`M${x + 3} ${y - 34}q20-12 32-32M${x + 8} ${y - 54}q-16-6-26-20`, "#5f4a38", 2.2) +
  [
    [10, -92],
    [14, -76],
    [36, -68],
    [28, -54],
    [-18, -74],
    [-8, -66],
    [4, -48]
  ]
    .map(
      ([dx, dy]) =>
        ellipse(x + (dx ?? 0), y + (dy ?? 0), 6, 5.5, tone.light) +
        ellipse(x + (dx ?? 0), y + (dy ?? 0), 2.2, 2, tone.dark)
    )
    .join("")

const vase: Draw = (main, second) =>
  shadow(120, 84) +
  `<g transform="translate(24 32) scale(.8)">${branch(120, 84, second)}</g>` +
  lathe(
    120,
    [
      [96, 13],
      [104, 11],
      [112, 22],
      [130, 42],
      [152, 38],
      [176, 26],
      [188, 28]
    ],
    main.round
  ) +
  mouth(120, 96, 13, main.light, main.deep) +
  glint(90, 126, 164, 2)

const budvases: Draw = (main, second) =>
  [72, 120, 168]
    .map((cx, i) => {
      const tone = i === 1 ? second : main
      const top = 118 - i * 8 + (i === 2 ? 22 : 0)
      return (
        shadow(cx, 40) +
        line(`M${cx} ${top}q${i * 4 - 4}-26 ${6 - i * 4}-48`, "#6c7a4c", 2.2) +
        ellipse(cx + 6 - i * 4, top - 50, 8, 7, i === 1 ? "#e9d9b0" : second.light) +
        ellipse(cx + 6 - i * 4, top - 50, 3, 2.6, "#b98b35") +
        lathe(
          cx,
          [
            [top, 6],
            [top + 16, 7],
            [top + 34, 20],
            [178, 18],
            [187, 16]
          ],
          i === 2 ? "#d9d2c2" : tone.round
        ) +
        mouth(cx, top, 6, tone.light, tone.deep)
      )
    })
    .join("")

const incense: Draw = (main, second) =>
  shadow(112, 120, 188) +
  line("M132 166L176 60", main.dark, 2.6) +
  ellipse(176.5, 59, 2.2, 2.2, "#e0703a") +
  line("M176 54q-10-10 0-20t-4-22", "#fff", 3, faint(0.5)) +
  rect(48, 146, 66, 17, main.front, 2) +
  rect(48, 146, 66, 5, main.light, 2, faint(0.6)) +
  [0, 1, 2, 3, 4].map((i) => line(`M114 ${149 + i * 3}h44`, main.dark, 1.8)).join("") +
  lathe(
    120,
    [
      [166, 56],
      [176, 50],
      [187, 34]
    ],
    second.round
  ) +
  ellipse(120, 166, 56, 9, second.light) +
  ellipse(120, 167, 48, 7, second.dark, faint(0.45))

const burner: Draw = (main, second) =>
  shadow(120, 96) +
  line("M120 70q-12-12 0-24t-4-26", "#fff", 3.5, faint(0.45)) +
  [88, 120, 152].map((x) => path(`M${x - 8} 172h16l-3 20h-9Z`, main.dark)).join("") +
  lathe(
    120,
    [
      [118, 44],
      [140, 50],
      [166, 42],
      [180, 28]
    ],
    main.round
  ) +
  line("M76 126q-16-4-14 10t18 12M164 126q16-4 14 10t-18 12", main.dark, 5) +
  lathe(
    120,
    [
      [84, 10],
      [92, 30],
      [112, 46],
      [118, 46]
    ],
    second.round
  ) +
  path("M112 98q8 10 20 2-4 14-16 10-6-4-4-12Z", main.light, faint(0.75)) +
  ellipse(120, 82, 10, 6, second.light) +
  glint(84, 130, 162)

const candle: Draw = (main, second) =>
  glow(104, 62, 60) +
  glow(148, 86, 50) +
  shadow(122, 96) +
  [
    [102, 78, 12],
    [148, 102, 12]
  ]
    .map(
      ([x, y, r]) =>
        lathe(
          x ?? 0,
          [
            [y ?? 0, (r ?? 0) - 2],
            [(y ?? 0) + 20, r ?? 0],
            [172, (r ?? 0) + 1]
          ],
          main.round
        ) +
        ellipse(x ?? 0, y ?? 0, (r ?? 0) - 2, 2.4, main.light) +
        line(`M${x} ${y}v-8`, "#4a3a2c", 1.6) +
        path(`M${x} ${(y ?? 0) - 28}q10 14 0 22-10-8 0-22Z`, "#ffd27a") +
        path(`M${x} ${(y ?? 0) - 18}q4 7 0 12-4-5 0-12Z`, "#fff6dd")
    )
    .join("") +
  lathe(
    102,
    [
      [168, 22],
      [176, 20],
      [187, 24]
    ],
    second.round
  ) +
  ellipse(102, 168, 22, 4, second.light) +
  lathe(
    148,
    [
      [172, 20],
      [178, 18],
      [189, 22]
    ],
    second.round
  ) +
  ellipse(148, 172, 20, 3.6, second.light)

const chopsticks: Draw = (main, second) =>
  shadow(126, 150, 184) +
  [0, 1, 2, 3]
    .map((i) => {
      const tone = i % 2 === 0 ? main : second
      return `<g transform="rotate(${-24 + i * 5} 60 ${170})">${[0, 9].map((dy) => path(`M40 ${132 + i * 13 + dy}h150l14 2-14 3H40Z`, tone.front) + rect(40, 132 + i * 13 + dy, 22, 5, tone.light, 1)).join("")}</g>`
    })
    .join("") +
  path("M66 178h58l10 12H56Z", second.dark) +
  path("M66 178h58l-6-6H72Z", second.light)

const umbrella: Draw = (main, second) =>
  shadow(132, 140, 190) +
  line("M120 72L160 190", second.dark, 5) +
  line("M160 190q4 10 12 4", second.dark, 5) +
  path("M28 140Q52 50 116 52q66 2 98 66-20-4-34 6-18-8-32 6-18-6-32 8-18-4-30 10-22-8-58-8Z", main.front) +
  path("M116 52q66 2 98 66-20-4-34 6-10-46-64-72Z", main.dark, faint(0.45)) +
  [
    [28, 140],
    [86, 148],
    [116, 138],
    [148, 130],
    [180, 124]
  ]
    .map(([x, y]) => line(`M116 52Q${((x ?? 0) + 116) / 2} 70 ${x} ${y}`, main.light, 1.6, faint(0.65)))
    .join("") +
  line("M116 52l-4-14", second.deep, 4) +
  line("M60 104q30-26 54-14", main.light, 2, faint(0.5))

export const houseMotifs = {
  lamp,
  desklamp,
  lantern,
  textile,
  throw: throwMotif,
  cushion,
  basket,
  steamer,
  vase,
  budvases,
  incense,
  burner,
  candle,
  chopsticks,
  umbrella
}
