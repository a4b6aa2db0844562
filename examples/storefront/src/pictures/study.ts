/** The study: brush, ink, paper, books and what letters need. */
import { block, ellipse, faint, glint, lathe, line, mark, path, rect, shadow } from "./draw.ts"
import type { Shades } from "./tone.ts"

type Draw = (main: Shades, second: Shades) => string

const turned = (angle: number, content: string): string => `<g transform="rotate(${angle} 120 140)">${content}</g>`

const oneBrush = (x: number, main: Shades, second: Shades): string =>
  rect(x - 4.5, 36, 9, 104, main.front, 2) +
  rect(x - 3, 38, 2.4, 100, main.light, 1, faint(0.8)) +
  rect(x - 5.5, 136, 11, 10, main.deep, 1) +
  path(`M${x - 6.5} 146h13q3 20-6.5 44-9.5-24-6.5-44Z`, second.body) +
  path(`M${x + 1} 146h5.5q3 20-6.5 44 4-22 1-44Z`, second.dark, faint(0.6)) +
  path(`M${x - 3} 172q3 6 6 0l-3 18Z`, "#2b2a2c")

const brush: Draw = (main, second) =>
  ellipse(150, 186, 70, 10, "url(#s)") +
  ellipse(66, 186, 26, 8, "#6d7b84") +
  ellipse(66, 183, 26, 7, "#98a4aa") +
  turned(38, oneBrush(128, main, second)) +
  turned(24, `<g transform="translate(40 22) scale(.86)">${oneBrush(120, second, main)}</g>`)

const brushstand: Draw = (main, second) =>
  shadow(124, 130) +
  rect(54, 178, 140, 10, main.dark, 3) +
  rect(62, 62, 9, 118, main.front, 2) +
  rect(176, 62, 9, 118, main.dark, 2) +
  path("M48 62q6-12 18-10h114q12-2 18 10v4H48Z", main.body) +
  line("M52 60q6-7 16-6h112", main.light, 2, faint(0.7)) +
  [88, 112, 136, 160]
    .map(
      (x, i) =>
        line(`M${x} 66v8`, main.deep, 1.6) +
        rect(x - 3.5, 74, 7, 46 - i * 3, i % 2 === 0 ? second.front : main.light, 2) +
        path(`M${x - 5} ${120 - i * 3}h10q2 16-5 32-7-16-5-32Z`, i % 2 === 0 ? "#3a3531" : "#d9d0c0")
    )
    .join("")

const inkstick: Draw = (main, second) =>
  shadow(124, 130, 172) +
  `<g transform="rotate(-16 120 150)">${block(58, 132, 116, 34, 30, { front: main.front, top: main.light, side: main.deep })}${rect(66, 138, 100, 22, "none", 2, ` stroke="${second.body}" stroke-width="1.5"`)}${mark(84, 150, 9, second.body)}${line("M102 146h48M102 153h34", second.body, 2.2)}</g>`

const inkstone: Draw = (main, second) =>
  shadow(124, 150, 188) +
  path("M34 166q0-6 8-8l30-22q4-3 10-3h104q8 0 8 6v22l-30 24q-4 4-12 4H46q-12 0-12-8Z", main.dark) +
  path("M36 162l34-26q4-3 10-3h104q12 0 6 6l-34 26q-4 3-10 3H44q-14 0-8-6Z", main.front) +
  path("M60 158l24-17q3-2 8-2h76q8 0 3 4l-22 17q-3 2-8 2H66q-10 0-6-4Z", main.dark) +
  path("M132 160l22-20h14q8 0 3 4l-22 14q-4 2-9 2Z", "#1d1c20") +
  `<g transform="rotate(-30 96 128)">${rect(70, 118, 60, 16, second.front, 2)}${rect(72, 119, 56, 4, second.light, 1, faint(0.5))}</g>` +
  line("M44 160l28-22", "#fff", 1.6, faint(0.35))

const inkbottle: Draw = (main, second) =>
  shadow(120, 96) +
  lathe(
    120,
    [
      [110, 24],
      [118, 40],
      [130, 48],
      [130, 48],
      [186, 48]
    ],
    "#dbe4e6"
  ) +
  lathe(
    120,
    [
      [134, 44],
      [134, 44],
      [183, 44]
    ],
    main.round
  ) +
  path("M86 140h68v34H86Z", second.light) +
  mark(120, 152, 9, main.dark) +
  line("M100 166h40", main.dark, 2) +
  lathe(
    120,
    [
      [84, 25],
      [84, 25],
      [112, 25]
    ],
    "#2f2d30"
  ) +
  ellipse(120, 84, 25, 4.3, "#55524f") +
  glint(80, 136, 178)

const paper: Draw = (main, second) =>
  shadow(126, 150, 186) +
  [0, 1, 2, 3, 4, 5]
    .map((i) => path(`M${34 + i} ${178 - i * 4}h132l42-32H${80 + i}Z`, i % 2 === 0 ? main.dark : main.body))
    .join("") +
  path("M40 154h132l40-30H84Z", main.light) +
  path("M172 154l40-30q-12 14-10 24Z", main.dark, faint(0.4)) +
  line("M104 132q10 12 8 18M128 132q10 12 8 18M152 132q10 12 8 18", main.dark, 1, faint(0.3)) +
  path("M30 176l134 0v6H30Z", second.body, faint(0.9)) +
  path("M92 124l14 0-42 30-14 0Z", second.body, faint(0.85))

const paperroll: Draw = (main, second) =>
  shadow(124, 140, 186) +
  [
    [150, 70, main],
    [166, 62, second],
    [176, 66, main]
  ]
    .map(([y, x, tone], i) => {
      const shades = tone as Shades
      return (
        `<g transform="rotate(${-8 + i * 9} 120 160)">` +
        rect(x as number, (y as number) - 14, 110, 22, shades.front, 4) +
        ellipse((x as number) + 110, (y as number) - 3, 6, 11, shades.light) +
        ellipse((x as number) + 110, (y as number) - 3, 3, 6, shades.dark) +
        [16, 38, 60, 82]
          .map((dx) => ellipse((x as number) + dx, (y as number) - 5 + (dx % 3) * 2, 5, 3.4, shades.light, faint(0.75)))
          .join("") +
        "</g>"
      )
    })
    .join("")

const notebook: Draw = (main, second) =>
  shadow(126, 112, 183) +
  path("M76 66l86-8 8 118-86 12Z", main.deep) +
  path("M164 62l6 2 6 112-6 2Z", second.light) +
  path("M72 62l90-8 8 120-90 12Z", main.front) +
  path("M72 62l16-1.4 8 123-16 2.4Z", main.dark, faint(0.55)) +
  [0, 1, 2, 3].map((i) => line(`M${74 + i * 2} ${78 + i * 30}l15-1.6`, second.light, 2)).join("") +
  line("M89 62l8 120", second.light, 1.6, faint(0.8)) +
  path("M112 80l32-3 3 46-32 3Z", second.light) +
  mark(129, 98, 9, main.dark) +
  line("M120 112l20-2", main.dark, 1.6)

const album: Draw = (main, second) =>
  shadow(124, 150, 188) +
  path("M30 178l16-96 42 8 34-10 34 10 34-10 26 94-34 10-36-10-34 12-36-12Z", main.deep, faint(0.25)) +
  path("M32 174l14-94 40 10-6 96Z", main.front) +
  path("M86 90l34-10 2 96-42 10Z", second.light) +
  path("M120 80l36 10 0 96-34-10Z", second.body) +
  path("M156 90l32-10 12 94-44 12Z", second.light) +
  path("M188 80l18 6 12 90-18-2Z", main.dark) +
  line("M92 140q8-22 14-10t10-14", main.dark, 2, faint(0.7)) +
  line("M162 150q12-30 18-12t10-14", main.dark, 2, faint(0.7)) +
  rect(52, 100, 16, 40, second.light, 1, ` transform="skewY(12) translate(0 -12)"`)

const calendar: Draw = (main, second) =>
  shadow(122, 110) +
  path("M66 182l12-8h96l12 14H72Z", "#7d5d45") +
  path("M74 66h94l6 110H68Z", main.dark) +
  path("M72 62h94l6 110H66Z", main.light) +
  path("M72 62h94l1.6 26H70.4Z", second.front) +
  mark(119, 128, 26, second.body) +
  ellipse(144, 108, 7, 7, second.light) +
  line("M90 158h58M98 164h42", main.deep, 1.8, faint(0.6)) +
  line("M92 54v14M119 54v14M146 54v14", "#8f9396", 4)

const pen: Draw = (main, second) =>
  shadow(126, 150, 182) +
  turned(
    -22,
    rect(32, 134, 110, 17, main.front, 8) +
      rect(38, 136.5, 98, 3.6, "#fff", 2, faint(0.45)) +
      rect(118, 133, 8, 19, second.body, 2) +
      path("M142 137l22 1.5v8l-22 1.5Z", second.front) +
      path("M164 138q22 1 38 4.5-16 3.5-38 4.5Z", "#d9b65e") +
      line("M168 142.5h30", "#6b5322", 1.2) +
      rect(36, 130, 46, 4, second.light, 2)
  ) +
  line("M40 190q24-8 40-2t34-2 26 0", second.deep, 1.8, faint(0.5))

const pencils: Draw = (main, second) =>
  shadow(126, 140, 184) +
  [0, 1, 2, 3]
    .map((i) =>
      turned(
        -28 + i * 9,
        rect(40, 126 + i * 9, 118, 9, i % 2 === 0 ? main.front : main.dark, 2) +
          rect(40, 126 + i * 9, 12, 9, second.body, 2) +
          path(`M158 ${126 + i * 9}l22 4.5-22 4.5Z`, "#e5cda2") +
          path(`M172 ${128.9 + i * 9}l8 1.6-8 1.6Z`, "#2d2b2b")
      )
    )
    .join("")

const seal: Draw = (main, second) =>
  shadow(100, 60) +
  shadow(176, 50, 192) +
  path("M78 176q0-88 6-100 8-14 26-12t20 14q4 14 0 98Z", main.front) +
  path("M112 64q14 2 18 14 4 14 0 98h-20Z", main.dark, faint(0.45)) +
  rect(76, 172, 56, 14, main.body, 2) +
  rect(76, 182, 56, 5, second.body, 1) +
  line("M92 96q10-12 22-4M90 112q12-10 26-2", main.light, 2.4, faint(0.7)) +
  rect(158, 164, 34, 26, "#f7f1e4", 1, ` transform="skewX(-20) translate(64 0)"`) +
  rect(166, 168, 22, 18, second.body, 2, ` transform="skewX(-20) translate(64 0)"`) +
  mark(180, 178, 7, "#f7f1e4")

const paste: Draw = (main, second) =>
  shadow(122, 130, 188) +
  lathe(
    112,
    [
      [150, 56],
      [150, 56],
      [184, 54]
    ],
    main.round
  ) +
  ellipse(112, 150, 56, 12, main.light) +
  ellipse(112, 151, 48, 9.6, second.body) +
  ellipse(104, 149, 26, 4.6, second.light, faint(0.45)) +
  `<g transform="rotate(-62 176 164)">${lathe(
    176,
    [
      [150, 56],
      [150, 56],
      [166, 55]
    ],
    main.round
  )}${ellipse(176, 150, 56, 9.6, main.light)}${mark(176, 150, 8, second.body)}</g>`

const envelope: Draw = (main, second) =>
  shadow(124, 140, 186) +
  turned(
    8,
    rect(60, 92, 124, 84, second.light, 2) + line("M76 112h70M76 124h88M76 136h60", second.dark, 1.6, faint(0.6))
  ) +
  turned(
    -7,
    rect(52, 104, 130, 84, main.front, 2) +
      path("M52 104h130l-65 50Z", main.light) +
      path("M52 106l65 50 65-50", "none", ` stroke="${main.deep}" stroke-width="1.2" opacity=".35"`) +
      ellipse(117, 152, 13, 12, second.body) +
      mark(117, 152, 7, second.light)
  )

const waxseal: Draw = (main, second) =>
  shadow(126, 140, 186) +
  rect(40, 150, 112, 34, "#f3ead6", 2, ` transform="skewX(-24) translate(74 0)"`) +
  ellipse(92, 168, 20, 9, main.dark) +
  ellipse(90, 165, 19, 8, main.body) +
  mark(90, 165, 7, main.light) +
  lathe(
    164,
    [
      [84, 15],
      [96, 20],
      [116, 12],
      [150, 9],
      [150, 9],
      [156, 19],
      [176, 19]
    ],
    second.round
  ) +
  ellipse(164, 82, 15, 7, second.light) +
  `<g transform="rotate(62 110 120)">${rect(64, 116, 70, 11, main.front, 3)}</g>` +
  glint(156, 124, 148)

const bookmark: Draw = (main, second) =>
  shadow(126, 130, 186) +
  [
    [-26, main],
    [-6, second],
    [14, main],
    [32, second]
  ]
    .map(([angle, tone], i) => {
      const shades = tone as Shades
      return turned(
        angle as number,
        path(`M${76 + i * 24} 176q-26-46 0-104 26 58 0 104Z`, shades.front) +
          line(`M${76 + i * 24} 74v116`, shades.light, 1.6) +
          [0, 1, 2, 3]
            .map((step) =>
              line(
                `M${76 + i * 24} ${104 + step * 17}l-10-11M${76 + i * 24} ${104 + step * 17}l10-11`,
                shades.light,
                1,
                faint(0.8)
              )
            )
            .join("")
      )
    })
    .join("")

const weights: Draw = (main, second) =>
  shadow(126, 150, 186) +
  path("M34 178h150l34-30H76Z", "#efe6d2") +
  block(48, 150, 128, 15, 18, { front: main.front, top: main.light, side: main.dark }) +
  block(66, 126, 128, 15, 18, { front: main.front, top: main.light, side: main.dark }) +
  line("M60 158h44M78 134h44", second.body, 2.2) +
  ellipse(164, 158, 3, 3, second.body) +
  ellipse(182, 134, 3, 3, second.body)

export const studyMotifs = {
  brush,
  brushstand,
  inkstick,
  inkstone,
  inkbottle,
  paper,
  paperroll,
  notebook,
  album,
  calendar,
  pen,
  pencils,
  seal,
  paste,
  envelope,
  waxseal,
  bookmark,
  weights
}
