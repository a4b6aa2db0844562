/** What lies around the pot and on the table: trays, tools, dishes, urns, stoves. */
import { block, ellipse, faint, glint, lathe, line, mouth, path, rect, shadow } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const brazier: Draw = (main, second) =>
  shadow(120, 96) +
  lathe(
    120,
    [
      [104, 46],
      [124, 42],
      [140, 36],
      [166, 44],
      [188, 38]
    ],
    main.round
  ) +
  mouth(120, 104, 46, main.light, main.deep, second.dark) +
  [
    [104, 103],
    [118, 107],
    [132, 102],
    [122, 100]
  ]
    .map(([x, y]) => ellipse(x ?? 0, y ?? 0, 7, 3.4, second.body))
    .join("") +
  [
    [110, 102],
    [126, 105]
  ]
    .map(([x, y]) => ellipse(x ?? 0, y ?? 0, 4, 2, second.light, faint(0.8)))
    .join("") +
  path("M104 160q16-16 32 0v14q-16 5-32 0Z", main.deep) +
  path("M108 168q12-8 24 0v5q-12 3-24 0Z", second.body, faint(0.8)) +
  [80, 112, 150].map((x) => path(`M${x} 98h10l-2 12h-6Z`, main.dark)).join("") +
  glint(84, 118, 170, -1)

const coaster: Draw = (main, second) =>
  shadow(122, 140, 186) +
  [0, 1, 2, 3]
    .map(
      (i) =>
        ellipse(120 + i * 2, 182 - i * 12, 62, 16, i % 2 === 0 ? main.dark : second.dark) +
        ellipse(120 + i * 2, 178 - i * 12, 62, 16, i % 2 === 0 ? main.front : second.front)
    )
    .join("") +
  [50, 38, 26, 14]
    .map((r) => ellipse(126, 142, r, r * 0.26, "none", ` stroke="${second.dark}" stroke-width="1.5" opacity=".55"`))
    .join("") +
  ellipse(126, 142, 4, 1.6, second.dark)

const hob: Draw = (main, second) =>
  shadow(122, 140, 188) +
  block(46, 156, 124, 28, 62, { front: main.front, top: main.light, side: main.dark }) +
  path("M74 150l22-15h80l-22 15Z", main.deep, faint(0.85)) +
  ellipse(125, 143, 30, 6, "none", ` stroke="${second.body}" stroke-width="2.4"`) +
  ellipse(125, 143, 18, 3.6, "none", ` stroke="${second.body}" stroke-width="1.6" opacity=".7"`) +
  ellipse(70, 170, 8, 8, second.body) +
  line("M70 170v-6", second.deep, 2) +
  rect(104, 165, 44, 10, main.deep, 2) +
  line("M112 170h8M124 170h14", second.light, 2)

const pet: Draw = (main, second) =>
  shadow(120, 92) +
  ellipse(120, 186, 54, 8, second.dark) +
  lathe(
    120,
    [
      [124, 26],
      [140, 44],
      [166, 52],
      [188, 42]
    ],
    main.round
  ) +
  ellipse(88, 178, 16, 12, main.body) +
  ellipse(152, 178, 16, 12, main.dark) +
  ellipse(120, 122, 36, 24, main.round) +
  ellipse(98, 100, 11, 11, main.body) +
  ellipse(142, 100, 11, 11, main.dark) +
  ellipse(98, 100, 5, 5, main.deep) +
  ellipse(142, 100, 5, 5, main.deep) +
  ellipse(96.5, 98, 1.6, 1.6, "#fff") +
  ellipse(140.5, 98, 1.6, 1.6, "#fff") +
  line("M94 128q26 16 52 0", main.deep, 2) +
  [
    [104, 150],
    [120, 158],
    [138, 150],
    [128, 142],
    [112, 166]
  ]
    .map(([x, y]) => ellipse(x ?? 0, y ?? 0, 3.4, 2.6, main.light, faint(0.55)))
    .join("")

const pick: Draw = (main, second) =>
  shadow(126, 150, 184) +
  `<g transform="rotate(-24 120 150)">${rect(30, 140, 84, 17, second.front, 8)}${rect(34, 142, 70, 4, second.light, 2, faint(0.6))}${rect(110, 139, 14, 19, main.dark, 2)}${path("M124 144h60l28 4.5-28 4.5h-60Z", main.front)}${line("M126 146h56", "#fff", 1.6, faint(0.7))}</g>`

const scoop: Draw = (main, second) =>
  shadow(120, 70) +
  line("M104 116L84 46", main.dark, 5) +
  path("M78 30q12-6 12 10l-4 16q-10 0-12-6t4-20Z", main.light) +
  line("M118 114L118 40", main.body, 5) +
  path("M112 26h12v26h-12Z", main.light) +
  line("M132 114L150 50", main.dark, 4) +
  line("M140 116L170 70", main.body, 4) +
  ellipse(172, 64, 8, 11, main.light, ` transform="rotate(32 172 64)"`) +
  lathe(
    120,
    [
      [108, 30],
      [108, 30],
      [186, 30]
    ],
    second.round
  ) +
  mouth(120, 108, 30, second.light, second.deep) +
  line("M90 136q30 9 60 0M90 162q30 9 60 0", second.deep, 1.8, faint(0.6)) +
  line("M90 138q30 9 60 0", second.light, 1.2, faint(0.6)) +
  glint(98, 118, 176)

const strainer: Draw = (main, second) =>
  shadow(120, 96) +
  lathe(
    120,
    [
      [160, 20],
      [170, 30],
      [184, 42],
      [189, 42]
    ],
    second.round
  ) +
  lathe(
    120,
    [
      [128, 48],
      [146, 42],
      [164, 24],
      [170, 14]
    ],
    main.round
  ) +
  mouth(120, 128, 48, main.light, main.dark) +
  [-30, -18, -6, 6, 18, 30]
    .map((x) => line(`M${120 + x} ${124}q${-x * 0.1} 6 ${-x * 0.2} 10`, main.light, 1, faint(0.6)))
    .join("") +
  line("M78 127q42 10 84 0M82 131q38 8 76 0", main.light, 1, faint(0.5)) +
  path("M160 122l48-16q8-1 8 6l-50 18Z", main.dark) +
  glint(82, 136, 152, 8)

const tray: Draw = (main, second) =>
  shadow(124, 160, 188) +
  path("M26 168h176l22-34H54Z", main.light) +
  path("M36 164h160l16-26H62Z", main.front) +
  [0, 1, 2, 3, 4, 5].map((i) => line(`M${58 + i * 26} 163L${80 + i * 22} 139`, main.dark, 2, faint(0.55))).join("") +
  path("M26 168h176v14H26Z", main.body) +
  path("M202 168l22-34v13l-22 35Z", main.dark) +
  rect(92, 172, 44, 5, second.dark, 2.5) +
  line("M28 169h172", "#fff", 1.6, faint(0.4))

const dish: Draw = (main, second) =>
  shadow(122, 148, 184) +
  lathe(
    120,
    [
      [156, 84],
      [168, 66],
      [178, 42],
      [185, 42]
    ],
    main.round
  ) +
  ellipse(120, 156, 84, 17, main.light) +
  ellipse(120, 158, 74, 14, main.body) +
  ellipse(122, 160, 56, 10, main.light, faint(0.5)) +
  line("M84 156q20-12 40-4t44 0", second.body, 2.4, faint(0.8)) +
  [
    [96, 150],
    [118, 152],
    [140, 156],
    [156, 152]
  ]
    .map(([x, y]) => ellipse(x ?? 0, y ?? 0, 5, 2.2, second.body, faint(0.7)))
    .join("")

const footdish: Draw = (main, second) =>
  shadow(120, 90) +
  lathe(
    120,
    [
      [130, 74],
      [140, 56],
      [150, 22],
      [156, 12],
      [172, 12],
      [182, 28],
      [188, 34]
    ],
    main.round
  ) +
  ellipse(120, 130, 74, 13, main.light) +
  ellipse(120, 131, 66, 11, main.body) +
  [
    [96, 122],
    [122, 126],
    [146, 121],
    [120, 112]
  ]
    .map(
      ([x, y]) =>
        lathe(
          x ?? 0,
          [
            [(y ?? 0) - 10, 14],
            [(y ?? 0) - 8, 16],
            [(y ?? 0) + 4, 16]
          ],
          second.round
        ) + ellipse(x ?? 0, (y ?? 0) - 10, 14, 3.4, second.light)
    )
    .join("")

const urn: Draw = (main, second) =>
  shadow(120, 124) +
  lathe(
    120,
    [
      [86, 46],
      [98, 62],
      [140, 70],
      [176, 54],
      [190, 46]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [78, 44],
      [78, 44],
      [88, 47]
    ],
    main.dark
  ) +
  lathe(
    120,
    [
      [60, 12],
      [66, 32],
      [78, 50],
      [78, 50],
      [82, 50]
    ],
    second.round
  ) +
  ellipse(120, 58, 12, 7, second.body) +
  ellipse(117, 56, 5, 2.6, second.light) +
  line("M54 122q66 20 132 0M52 134q68 22 136 0", main.deep, 2, faint(0.35)) +
  glint(68, 112, 168, -1)

const pouchbag: Draw = (main, second) =>
  shadow(122, 124) +
  path("M58 126q0-16 16-16h92q16 0 16 16l4 52q-66 16-132 0Z", main.front) +
  path("M150 110h16q16 0 16 16l4 52q-16 4-28 5Z", main.dark, faint(0.4)) +
  path("M58 126q0-16 16-16h92q16 0 16 16l1 14q-63 26-126 0Z", main.light) +
  path("M58 138q62 28 124 0", "none", ` stroke="${second.dark}" stroke-width="1.6" stroke-dasharray="5 4"`) +
  rect(112, 102, 13, 64, second.body, 3) +
  rect(108, 148, 21, 16, second.dark, 4) +
  rect(113, 152, 11, 8, main.light, 2) +
  line("M92 110q28-34 56 0", second.body, 6)

export const wareMotifs = { brazier, coaster, hob, pet, pick, scoop, strainer, tray, dish, footdish, urn, pouchbag }
