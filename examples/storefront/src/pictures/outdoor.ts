/** For the hills: shelter, fire, flasks, packs, seats. */
import { block, ellipse, faint, glint, lathe, line, mark, mouth, path, rect, shadow } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const tent: Draw = (main, second) =>
  shadow(126, 176, 186) +
  path("M28 184L112 66l100 112-40 10Z", main.dark) +
  path("M28 184L112 66l28 122Z", main.front) +
  path("M112 66l28 122h-52Z", second.dark) +
  path("M112 66l-24 122H60Q96 150 112 66Z", main.light) +
  path("M112 66l28 122h14Q126 140 112 66Z", second.light) +
  line("M112 66l-4-12", second.deep, 4) +
  line("M30 182l-14 8M210 178l16 8", main.deep, 1.6, faint(0.6)) +
  line("M150 112l30 66", main.deep, 1.2, faint(0.35))

const tarp: Draw = (main, second) =>
  shadow(126, 180, 190) +
  line("M62 100v92M186 92v96", "#7d6a55", 4) +
  path("M16 140q46-24 52-66 62 30 110 4 16 40 48 58-30-10-62 4-30-14-58 6-34-18-90-6Z", main.front) +
  path("M178 78q16 40 48 58-30-10-62 4Q160 106 178 78Z", main.dark, faint(0.6)) +
  line("M68 74q62 34 110 4", main.light, 2.4, faint(0.8)) +
  line("M16 140l-8 48M226 136l8 52", second.body, 1.4) +
  lathe(
    124,
    [
      [164, 26],
      [164, 26],
      [170, 26]
    ],
    second.round
  ) +
  line("M106 170l-6 20M142 170l6 20", second.dark, 3) +
  lathe(
    122,
    [
      [148, 8],
      [156, 12],
      [164, 8]
    ],
    "#a9c2ac"
  )

const sleepbag: Draw = (main, second) =>
  shadow(124, 150, 188) +
  path("M70 112h96q26 0 26 36t-26 38H70Z", main.front) +
  [92, 116, 140, 164].map((x) => line(`M${x} 113q12 36 0 72`, main.deep, 1.6, faint(0.4))).join("") +
  ellipse(70, 149, 28, 37, main.light) +
  ellipse(70, 149, 21, 28, second.body) +
  ellipse(70, 149, 14, 19, main.light) +
  ellipse(70, 149, 7, 9, second.dark) +
  path("M104 111h9q12 38 0 76h-9q10-38 0-76ZM150 112h9q12 38 0 74h-9q10-38 0-74Z", second.dark)

const matroll: Draw = (main, second) =>
  shadow(124, 150, 188) +
  rect(60, 120, 132, 66, main.front, 10) +
  [72, 86, 100, 114, 128, 142, 156, 170].map((x) => line(`M${x} 121q8 32 0 64`, main.deep, 1.5, faint(0.35))).join("") +
  ellipse(60, 153, 24, 33, main.light) +
  line("M60 130q-14 6-14 24t14 22q12-4 12-22t-12-16q-6 6-6 14t6 10", main.dark, 2.4) +
  rect(94, 118, 8, 70, second.body, 2) +
  rect(150, 118, 8, 70, second.body, 2)

const camplight: Draw = (main, second) =>
  ellipse(120, 128, 90, 90, "url(#l)") +
  shadow(120, 84) +
  line("M82 118q-4-76 38-76t38 76", second.dark, 3.5) +
  lathe(
    120,
    [
      [164, 36],
      [170, 44],
      [187, 44]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [104, 30],
      [134, 36],
      [166, 30]
    ],
    "#fff0c4"
  ) +
  path("M112 156q-6-16 8-32 12 16 8 32Z", "#f0b04a") +
  line("M92 112v50M148 112v50M84 136q36 14 72 0", second.dark, 2) +
  lathe(
    120,
    [
      [78, 18],
      [88, 26],
      [104, 36]
    ],
    main.round
  ) +
  ellipse(120, 78, 18, 4, main.light) +
  glint(86, 172, 184)

const camppot: Draw = (main, second) =>
  shadow(120, 100) +
  line("M72 116q-2-56 48-56t48 56", second.body, 3.5) +
  path("M162 118l26-10 2 12-28 16Z", main.dark) +
  lathe(
    120,
    [
      [110, 46],
      [110, 46],
      [176, 46],
      [186, 42]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [98, 10],
      [102, 44],
      [112, 48]
    ],
    main.round
  ) +
  ellipse(120, 96, 9, 5, second.body) +
  line("M74 128q46 14 92 0", main.deep, 1.4, faint(0.4)) +
  line("M82 150q10 4 14 4M82 160q8 3 12 3", main.deep, 1.6, faint(0.5)) +
  glint(84, 124, 178)

const flames = (cx: number, y: number): string =>
  [-18, 0, 18]
    .map(
      (dx) =>
        path(`M${cx + dx} ${y}q-12-14 0-34 12 20 0 34Z`, "#7fb2d8", faint(0.75)) +
        path(`M${cx + dx} ${y}q-5-8 0-18 5 10 0 18Z`, "#ffd98a", faint(0.9))
    )
    .join("")

const stove: Draw = (main, second) =>
  shadow(120, 110) +
  flames(120, 138) +
  line("M66 118l30 28M174 118l-30 28M66 118h-10M174 118h10", second.dark, 4.5) +
  lathe(
    120,
    [
      [138, 36],
      [148, 40],
      [176, 38],
      [186, 30]
    ],
    main.round
  ) +
  ellipse(120, 138, 36, 6.5, main.light) +
  ellipse(120, 139, 24, 4, main.deep) +
  [92, 106, 120, 134, 148]
    .map((x) => ellipse(x, 154 + (x === 120 ? 3 : x === 106 || x === 134 ? 2 : 0), 2.6, 2, main.deep))
    .join("") +
  line("M152 176h34", second.body, 5) +
  ellipse(190, 176, 6, 8, second.dark) +
  glint(90, 162, 182)

const twigstove: Draw = (main, second) =>
  shadow(124, 110) +
  line("M96 96l40 40M152 88l-30 44M120 84l6 40", "#6b4d36", 7) +
  flames(122, 122) +
  block(72, 110, 92, 76, 26, { front: main.front, top: main.deep, side: main.dark }) +
  path("M96 146h44v40H96Z", main.deep) +
  path("M102 186q16-46 32 0Z", second.body) +
  path("M110 186q8-26 16 0Z", "#ffe2a0") +
  [84, 104, 128, 148].map((x) => ellipse(x, 128, 4, 4, main.deep)).join("") +
  glint(80, 140, 178)

const kuksa: Draw = (main, second) =>
  shadow(116, 120) +
  path("M152 138q34-18 56-8 10 8-6 14-26 0-42 16Z", second.body) +
  ellipse(192, 138, 7, 3.6, second.deep) +
  lathe(
    110,
    [
      [128, 56],
      [150, 54],
      [176, 36],
      [187, 24]
    ],
    main.round
  ) +
  mouth(110, 128, 56, main.light, main.dark, "#8a5a2e") +
  line("M60 146q50 20 100 0M66 160q44 18 88 0", main.dark, 1.5, faint(0.5)) +
  glint(66, 138, 164, 7)

const skillet: Draw = (main, second) =>
  shadow(122, 150, 184) +
  path("M150 158l58 26q12 8 4 14t-16-2l-58-30Z", main.front) +
  ellipse(204, 190, 5, 3, second.light, faint(0.6)) +
  lathe(
    104,
    [
      [146, 72],
      [158, 70],
      [172, 58]
    ],
    main.round
  ) +
  ellipse(104, 146, 72, 20, second.body) +
  ellipse(104, 148, 64, 16.5, main.deep) +
  ellipse(94, 151, 44, 9, main.body, faint(0.5)) +
  path("M32 146q-8-2-10-8 6-2 14 0Z", main.body)

const flask: Draw = (main, second) =>
  shadow(120, 60) +
  lathe(
    120,
    [
      [92, 24],
      [100, 32],
      [112, 34],
      [112, 34],
      [186, 34]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [54, 22],
      [54, 22],
      [94, 24]
    ],
    second.round
  ) +
  ellipse(120, 54, 22, 4, second.light) +
  line("M96 92q24 7 48 0", second.deep, 2, faint(0.7)) +
  mark(112, 146, 13, main.light) +
  lathe(
    120,
    [
      [178, 34.4],
      [178, 34.4],
      [187, 34.4]
    ],
    second.round
  ) +
  glint(95, 112, 172)

const bottle: Draw = (main, second) =>
  shadow(120, 58) +
  lathe(
    120,
    [
      [70, 14],
      [86, 16],
      [102, 30],
      [112, 32]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [108, 32],
      [108, 32],
      [187, 32]
    ],
    second.round
  ) +
  [92, 102, 112, 122, 132, 142]
    .map((x) => line(`M${x} ${114 + Math.cos((x - 120) / 22) * 2}v72`, second.dark, 1.2, faint(0.5)))
    .join("") +
  line("M88 130q32 10 64 0M88 168q32 10 64 0", second.deep, 2.5, faint(0.6)) +
  lathe(
    120,
    [
      [48, 16],
      [48, 16],
      [72, 16]
    ],
    second.round
  ) +
  ellipse(120, 48, 16, 3, second.light) +
  glint(108, 78, 100, -3)

const foodjar: Draw = (main, second) =>
  shadow(120, 84) +
  lathe(
    120,
    [
      [114, 44],
      [114, 44],
      [180, 44],
      [187, 40]
    ],
    main.round
  ) +
  lathe(
    120,
    [
      [80, 38],
      [86, 42],
      [112, 42]
    ],
    second.round
  ) +
  ellipse(120, 80, 38, 6.5, second.light) +
  line("M92 76q28-22 56 0", second.dark, 5) +
  line("M78 116q42 12 84 0", second.deep, 2, faint(0.5)) +
  mark(112, 152, 13, main.light) +
  glint(86, 124, 178)

const backpack: Draw = (main, second) =>
  shadow(124, 116) +
  line("M106 56q14-22 28 0", second.dark, 5) +
  path("M70 186q-6-80 6-110 10-22 44-22t44 22q12 30 6 110-50 8-100 0Z", main.front) +
  path("M140 56q18 6 24 20 12 30 6 110-12 2-24 3 12-70-6-133Z", main.dark, faint(0.5)) +
  path("M76 78q44 22 88 0 4 22 4 36-48 20-96 0 0-14 4-36Z", main.light, faint(0.55)) +
  path("M84 138h72q6 0 6 8v40q-42 6-84 0v-40q0-8 6-8Z", main.dark, faint(0.75)) +
  path("M82 136h76v16q-38 10-76 0Z", main.body) +
  rect(96, 100, 9, 50, second.body, 2) +
  rect(136, 100, 9, 50, second.body, 2) +
  rect(93, 142, 15, 12, "#d2b16a", 2) +
  rect(133, 142, 15, 12, "#d2b16a", 2)

const tote: Draw = (main, second) =>
  shadow(122, 110) +
  line("M94 92q0-50 26-50t26 50", main.dark, 6) +
  line("M90 96q0-62 28-62", main.light, 2, faint(0.5)) +
  path("M72 90q48 10 96 0l6 94q-54 10-108 0Z", main.front) +
  path("M142 94q14-1 26-4l6 94q-14 3-28 4Z", main.dark, faint(0.35)) +
  mark(118, 138, 24, second.body) +
  line("M98 166h44", second.body, 2.4) +
  line("M76 98q44 9 88 0", main.deep, 1.2, ` stroke-dasharray="4 4" opacity=".5"`)

const drybag: Draw = (main, second) =>
  shadow(120, 84) +
  path("M86 92q34-6 68 0l8 88q-42 14-84 0Z", main.front) +
  path("M136 90q10 0 18 2l8 88q-12 4-24 5Z", main.dark, faint(0.45)) +
  rect(82, 66, 76, 28, main.dark, 8) +
  line("M86 76h68M86 84h68", main.light, 1.4, faint(0.6)) +
  path("M82 74q-18 4-10 18l14 8M158 74q18 4 10 18l-14 8", "none", ` stroke="${second.body}" stroke-width="5"`) +
  rect(106, 118, 30, 36, second.light, 3, faint(0.9)) +
  mark(121, 136, 9, second.deep) +
  glint(90, 104, 170, -2)

const stool: Draw = (main, second) =>
  shadow(120, 120, 188) +
  line("M74 186L158 112M82 112L170 188", main.body, 8) +
  line("M96 190L176 114M70 120L150 192", main.dark, 7) +
  path("M60 112q60 26 122 0l8-12q-60 20-122-4Z", second.front) +
  path("M60 112q60 26 122 0v8q-62 26-122 0Z", second.dark) +
  line("M62 104h10M178 104h12", main.light, 9)

const chair: Draw = (main, second) =>
  shadow(124, 140, 190) +
  line("M70 190L150 136M156 190L80 136M164 188L176 62M92 58L84 150", second.body, 6) +
  path("M92 62q44-16 84 4l-12 74q-36-12-78 0Z", main.front) +
  path("M150 58q14 2 26 8l-12 74q-10-4-20-5Z", main.dark, faint(0.4)) +
  path("M84 140q42-14 82 0l-16 30q-44 10-84-2Z", main.light) +
  line("M60 128h34M158 128h38", second.light, 7)

const camptable: Draw = (main, second) =>
  shadow(124, 170, 190) +
  line("M62 148L150 190M178 146L92 190", second.dark, 6) +
  line("M74 150v38M168 148v40", second.body, 5) +
  path("M26 146l32-34h156l-22 34Z", main.light) +
  [0, 1, 2, 3, 4]
    .map((i) => line(`M${26 + i * 6.4} ${146 - i * 6.8}h${166 - i * 2}`, main.dark, 1.6, faint(0.6)))
    .join("") +
  path("M26 146h166v8H26Z", main.body) +
  path("M192 146l22-34v8l-22 34Z", main.dark) +
  lathe(
    112,
    [
      [100, 14],
      [112, 18],
      [124, 12]
    ],
    "#a9c2ac"
  ) +
  ellipse(112, 100, 14, 2.6, "#dfe9e0") +
  lathe(
    150,
    [
      [112, 9],
      [122, 6],
      [126, 6]
    ],
    "#f0ece3"
  )

const hat: Draw = (main, second) =>
  shadow(124, 160, 186) +
  ellipse(120, 168, 92, 24, main.dark) +
  ellipse(120, 164, 92, 24, main.front) +
  [78, 62]
    .map((r) => ellipse(120, 165, r, r * 0.25, "none", ` stroke="${main.dark}" stroke-width="1.5" opacity=".5"`))
    .join("") +
  lathe(
    120,
    [
      [106, 30],
      [118, 42],
      [148, 48],
      [162, 50]
    ],
    main.round
  ) +
  ellipse(120, 106, 30, 6, main.light) +
  lathe(
    120,
    [
      [146, 48],
      [146, 48],
      [160, 50]
    ],
    second.round
  ) +
  [114, 124, 134]
    .map((y) => line(`M${80 + (134 - y) * 0.2} ${y}q40 13 ${80 - (134 - y) * 0.4} 0`, main.dark, 1.2, faint(0.45)))
    .join("")

export const outdoorMotifs = {
  tent,
  tarp,
  sleepbag,
  matroll,
  camplight,
  camppot,
  stove,
  twigstove,
  kuksa,
  skillet,
  flask,
  bottle,
  foodjar,
  backpack,
  tote,
  drybag,
  stool,
  chair,
  camptable,
  hat
}
