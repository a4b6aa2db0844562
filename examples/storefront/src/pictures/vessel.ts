/** Vessels: what tea is brewed in, poured from and drunk from. */
import { ellipse, faint, glint, lathe, line, mark, mouth, path, rect, shadow, steam, tilt } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const liquor = "#b9772e"

const gaiwan: Draw = (main, second) =>
  shadow(120, 116) +
  lathe(
    120,
    [
      [174, 62],
      [180, 52],
      [186, 26],
      [190, 26]
    ],
    main.round
  ) +
  ellipse(120, 174, 62, 62 * tilt, main.light) +
  ellipse(120, 176, 40, 6, main.dark, faint(0.4)) +
  lathe(
    120,
    [
      [112, 54],
      [136, 48],
      [160, 32],
      [170, 22],
      [178, 23]
    ],
    main.round
  ) +
  mouth(120, 112, 54, main.light, main.dark) +
  lathe(
    120,
    [
      [88, 12],
      [94, 34],
      [108, 48],
      [112, 48]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [78, 13],
      [80, 11],
      [88, 9]
    ],
    main.round
  ) +
  ellipse(120, 78, 13, 3.4, main.light) +
  line("M92 140q26 12 54 0", second.body, 2.4, faint(0.75)) +
  line("M86 104q34 10 68 0", second.body, 1.6, faint(0.6)) +
  glint(80, 120, 152, 8)

const pot = (main: Shades, second: Shades, low: number): string =>
  path("M158 128q22-2 34-24 4-6 9-4-4 22-14 36t-34 20Z", main.dark) +
  line(`M76 124q-34-14-36 12t36 28`, main.body, 9) +
  line(`M76 122q-32-13-34 11`, main.light, 2, faint(0.6)) +
  lathe(
    120,
    [
      [104, 26],
      [112, 42],
      [138, 54],
      [168, 46],
      [186, 30],
      [190, 30]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [low - 12, 6],
      [low - 6, 18],
      [104, 28],
      [107, 28]
    ],
    main.round
  ) +
  ellipse(120, low - 16, 9, 7.5, second.body) +
  ellipse(117, low - 18, 3.5, 2.5, second.light) +
  glint(80, 128, 166, 2)

const teapot: Draw = (main, second) => shadow(120, 120) + pot(main, second, 98)

const kyusu: Draw = (main, second) =>
  shadow(118, 120) +
  path("M78 138q-20-4-28-22-3-6-9-3 2 24 12 34t30 12Z", main.dark) +
  lathe(
    122,
    [
      [108, 30],
      [114, 46],
      [140, 56],
      [170, 46],
      [188, 30]
    ],
    main.round
  ) +
  path("M152 146l46-22q10 0 10 12l-48 24Z", main.dark) +
  path("M198 124q10 0 10 12l-6 3q-6-8-10-12Z", main.light, faint(0.5)) +
  lathe(
    122,
    [
      [100, 8],
      [103, 24],
      [109, 32],
      [112, 32]
    ],
    second.round
  ) +
  ellipse(122, 96, 8, 6, second.light) +
  glint(82, 130, 166, 2)

const kettle: Draw = (main, second) =>
  shadow(120, 124) +
  line("M76 110q-4-62 44-62t44 62", main.dark, 7) +
  line("M78 100q0-48 42-49", main.light, 1.6, faint(0.5)) +
  rect(102, 42, 36, 11, second.body, 5) +
  path("M158 128q20-4 30-26 4-5 9-2-2 26-12 40t-30 18Z", main.dark) +
  lathe(
    120,
    [
      [108, 28],
      [114, 46],
      [144, 58],
      [172, 50],
      [188, 36]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [98, 8],
      [102, 22],
      [109, 30],
      [112, 30]
    ],
    main.round
  ) +
  ellipse(120, 94, 7, 6, second.body) +
  [0, 1, 2]
    .map((row) =>
      line(
        `M${70 + row * 2} ${136 + row * 13}q50 16 ${100 - row * 4} 0`,
        main.light,
        1.6,
        ` stroke-dasharray=".1 7" opacity=".45"`
      )
    )
    .join("") +
  glint(78, 130, 168, 2)

const gooseneck: Draw = (main, second) =>
  shadow(120, 116) +
  lathe(
    116,
    [
      [96, 30],
      [96, 30],
      [182, 46]
    ],
    main.round
  ) +
  line("M158 168q22 0 24-36t24-38", main.dark, 7) +
  line("M157 166q22-2 24-36t22-36", main.light, 1.6, faint(0.5)) +
  line("M88 104q-42 0-38 26t26 40", second.body, 9) +
  line("M84 101q-32 2-31 22", second.light, 2, faint(0.6)) +
  ellipse(116, 96, 30, 5, main.light) +
  lathe(
    116,
    [
      [90, 20],
      [95, 27]
    ],
    main.dark
  ) +
  lathe(
    116,
    [
      [80, 6],
      [90, 7]
    ],
    second.round
  ) +
  ellipse(116, 79, 9, 4, second.light) +
  ellipse(116, 184, 50, 7, main.deep) +
  glint(88, 108, 172, -5)

const cupShape = (cx: number, base: number, scale: number, main: Shades, second: Shades): string =>
  lathe(
    cx,
    [
      [base - 56 * scale, 44 * scale],
      [base - 34 * scale, 40 * scale],
      [base - 12 * scale, 24 * scale],
      [base - 8 * scale, 18 * scale],
      [base, 19 * scale]
    ],
    main.round
  ) +
  mouth(cx, base - 56 * scale, 44 * scale, main.light, main.dark, liquor) +
  line(
    `M${cx - 33 * scale} ${base - 26 * scale}q${33 * scale} ${13 * scale} ${66 * scale} 0`,
    second.body,
    2.4 * scale,
    faint(0.65)
  ) +
  glint(cx - 34 * scale, base - 46 * scale, base - 26 * scale, 4)

const cup: Draw = (main, second) => shadow(120, 96) + steam(120, 104) + cupShape(120, 188, 1.2, main, second)

const cups: Draw = (main, second) =>
  shadow(84, 60, 176) +
  shadow(158, 60, 176) +
  cupShape(84, 174, 0.78, main, second) +
  cupShape(158, 174, 0.78, main, second) +
  shadow(120, 62, 200) +
  cupShape(120, 200, 0.84, main, second)

const stemcup: Draw = (main, second) =>
  shadow(120, 70) +
  lathe(
    120,
    [
      [96, 46],
      [122, 42],
      [138, 20],
      [146, 10],
      [168, 9],
      [180, 22],
      [187, 27]
    ],
    main.round
  ) +
  mouth(120, 96, 46, main.light, main.dark, liquor) +
  line("M92 122q10-14 22-6t14-8 18 2", second.body, 2) +
  [
    [100, 113],
    [116, 116],
    [132, 108],
    [144, 112]
  ]
    .map(([x, y]) => ellipse(x ?? 0, y ?? 0, 3, 2.6, second.light, ` stroke="${second.body}"`))
    .join("") +
  glint(80, 104, 122, 3)

const tumbler: Draw = (main, second) =>
  shadow(120, 72) +
  lathe(
    120,
    [
      [76, 38],
      [120, 40],
      [170, 32],
      [186, 26]
    ],
    main.light,
    faint(0.55)
  ) +
  lathe(
    120,
    [
      [104, 33],
      [130, 33],
      [164, 26],
      [174, 18]
    ],
    second.light
  ) +
  lathe(
    120,
    [
      [104, 33],
      [130, 33],
      [164, 26],
      [174, 18]
    ],
    liquor,
    faint(0.35)
  ) +
  [
    [108, 150, 20],
    [124, 140, -14],
    [132, 156, 30],
    [114, 164, -30]
  ]
    .map(([x, y, turn]) => ellipse(x ?? 0, y ?? 0, 3, 10, second.body, ` transform="rotate(${turn} ${x} ${y})"`))
    .join("") +
  ellipse(120, 104, 33, 5.6, second.light) +
  ellipse(120, 76, 38, 6.5, "none", ` stroke="#fff" stroke-width="2" opacity=".8"`) +
  path("M84 80q2 60 12 98", "none", ` stroke="#fff" stroke-width="4" opacity=".6"`) +
  path("M157 80q0 60-10 96", "none", ` stroke="${main.dark}" stroke-width="1.5" opacity=".5"`)

const mug: Draw = (main, second) =>
  shadow(116, 84) +
  line("M154 116q36-4 34 24t-38 24", main.dark, 9) +
  lathe(
    114,
    [
      [92, 43],
      [92, 43],
      [170, 42],
      [184, 38],
      [187, 36]
    ],
    main.round
  ) +
  mouth(114, 92, 43, main.light, main.dark, liquor) +
  line("M71 94q43 14 86 0", second.body, 3, faint(0.9)) +
  mark(108, 142, 15, second.body) +
  glint(80, 106, 172)

const pitcher: Draw = (main, second) =>
  shadow(116, 92) +
  line("M154 118q34-2 30 24t-36 26", main.dark, 7.5) +
  lathe(
    116,
    [
      [98, 34],
      [112, 35],
      [140, 44],
      [170, 40],
      [187, 28]
    ],
    main.round
  ) +
  path("M82 98q-16-6-20-10 4 16 22 22Z", main.light) +
  mouth(116, 98, 34, main.light, main.dark, liquor) +
  path("M84 96q-10-4-20-8 8-1 22 4Z", main.light) +
  line("M76 156q40 16 80 0", second.body, 2.4, faint(0.6)) +
  glint(80, 128, 166, 1)

const bowl: Draw = (main, second) =>
  shadow(120, 124) +
  lathe(
    120,
    [
      [116, 66],
      [142, 60],
      [170, 36],
      [178, 26],
      [188, 28]
    ],
    main.round
  ) +
  mouth(120, 116, 66, main.light, main.dark) +
  path("M60 119a60 9.5 0 0 0 120 0 60 7 0 0 1-120 0Z", main.body, faint(0.6)) +
  line("M66 138q54 20 108 0", second.body, 3, faint(0.75)) +
  line("M74 150q46 17 92 0", second.body, 1.6, faint(0.55)) +
  glint(70, 126, 156, 9)

const moka: Draw = (main, second) =>
  shadow(120, 92) +
  path("M84 138h72l10 48q-46 9-92 0Z", main.round) +
  path("M84 138h18l-6 51q-12-1-22-3ZM138 138h18l10 48q-8 2-18 3Z", main.dark, faint(0.28)) +
  rect(84, 130, 72, 9, main.dark, 2) +
  path("M84 130h72l8-52-22-5H98l-22 5Z", main.round) +
  path("M84 130h16l-3-57-21 5ZM140 130h16l8-52-21-5Z", main.dark, faint(0.25)) +
  path("M76 78l-14-8 8 20Z", main.dark) +
  path("M76 78q44-20 88 0l-22-5q-22-4-44 0Z", main.light) +
  path("M80 76q40-14 80 0l-18-14h-44Z", main.body) +
  rect(112, 48, 16, 14, second.body, 3) +
  path("M160 84l26-4q10 0 9 10l-8 52q-2 7-9 5l-3-2 8-46q0-4-4-4l-18 2Z", second.body) +
  glint(100, 84, 126) +
  glint(98, 144, 180, -3)

const dripper: Draw = (main, second) =>
  shadow(120, 92) +
  lathe(
    120,
    [
      [140, 36],
      [152, 42],
      [176, 40],
      [188, 32]
    ],
    "#dfe8ea"
  ) +
  lathe(
    120,
    [
      [160, 40],
      [176, 39],
      [187, 31]
    ],
    liquor,
    faint(0.75)
  ) +
  lathe(
    120,
    [
      [66, 54],
      [66, 54],
      [122, 20],
      [122, 20],
      [128, 20]
    ],
    main.round
  ) +
  mouth(120, 66, 54, main.light, main.dark, "#4f3423") +
  ellipse(120, 130, 46, 7, second.body) +
  ellipse(120, 128, 46, 7, second.light) +
  lathe(
    120,
    [
      [116, 21],
      [116, 21],
      [127, 21]
    ],
    main.round
  ) +
  line("M172 74q28 0 22 24t-34 14", main.body, 7) +
  glint(82, 78, 106, 14)

const grinder: Draw = (main, second) =>
  shadow(120, 78) +
  line("M120 84L174 62", second.dark, 5) +
  ellipse(176, 56, 9, 10, main.body) +
  lathe(
    120,
    [
      [134, 32],
      [134, 32],
      [186, 34]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [92, 30],
      [92, 30],
      [136, 32]
    ],
    second.round
  ) +
  ellipse(120, 92, 30, 5, second.light) +
  lathe(
    120,
    [
      [80, 6],
      [90, 8]
    ],
    second.round
  ) +
  line("M88 136q32 10 64 0", main.deep, 2) +
  glint(96, 98, 130) +
  glint(94, 144, 180)

const teaset: Draw = (main, second) =>
  ellipse(124, 190, 104, 18, "url(#s)") +
  path("M28 176h184l-10 16H38Z", second.dark) +
  path("M28 176l20-14h144l20 14Z", second.body) +
  `<g transform="translate(14 44) scale(.7)">${pot(main, second, 98)}</g>` +
  cupShape(152, 178, 0.5, main, second) +
  cupShape(186, 172, 0.5, main, second) +
  cupShape(178, 186, 0.52, main, second)

export const vesselMotifs = {
  gaiwan,
  teapot,
  kyusu,
  kettle,
  gooseneck,
  cup,
  cups,
  stemcup,
  tumbler,
  mug,
  pitcher,
  bowl,
  moka,
  dripper,
  grinder,
  teaset
}
