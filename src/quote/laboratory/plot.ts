/** A drawing as SVG: a size in pixels, and what is in it. Figures are read as numbers to be drawn, never to be shown. */
export interface Plot {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly content: string
}

/** One bar with what stands beside it. */
export interface PlotRow {
  readonly label: string
  readonly value: number
  readonly text: string
}

/** One place on the axis, with a column for each series. */
export interface PlotColumn {
  readonly label: string
  readonly values: ReadonlyArray<number>
}

/** What is drawn is this wide, so that it reads well on a small screen. */
const width = 360
const head = 28
const marks = ["#3d6b4f", "#c8553d"]

const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => `&#${found.codePointAt(0)};`)

// Chinese characters are about twice as wide as Latin ones.
const shortened = (text: string, room: number): string => {
  let taken = 0
  let end = 0
  for (const letter of text) {
    taken += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1
    if (taken > room) return `${text.slice(0, end)}…`
    end += letter.length
  }
  return text
}

const words = (x: number, y: number, text: string, more = ""): string =>
  `<text x="${x}" y="${y}" font-size="12"${more}>${escaped(text)}</text>`

const rounded = (value: number): number => Math.round(value * 10) / 10

/** Bars one under the other, each under its label, the longest as wide as the drawing. */
export const bars = (title: string, rows: ReadonlyArray<PlotRow>): Plot => {
  const most = Math.max(1e-9, ...rows.map(({ value }) => value))
  const content = rows.map(({ label, value, text }, index) => {
    const y = head + index * 36
    const long = value <= 0 ? 0 : Math.max(1, rounded((value / most) * width))
    return `${words(0, y + 14, shortened(label, 40))}${words(width, y + 14, text, ' text-anchor="end"')}<path class="rail" d="M0 ${y + 24}H${width}" stroke="currentColor" stroke-opacity="0.15"/><rect class="mark" x="0" y="${y + 20}" width="${long}" height="8" fill="${marks[0]}"/>`
  })
  return { title, width, height: head + rows.length * 36, content: content.join("") }
}

/** Columns side by side over an axis, for one series or two. */
export const columns = (title: string, of: ReadonlyArray<PlotColumn>, series: ReadonlyArray<string>): Plot => {
  const [top, floor] = [head + 18, head + 158]
  const most = Math.max(1e-9, ...of.flatMap(({ values }) => values))
  const room = width / Math.max(1, of.length)
  const drawn = of.flatMap(({ label, values }, index) => {
    const each = (room - 2) / Math.max(1, values.length)
    // Labels stand as far apart as their words need.
    const every = Math.ceil(36 / room)
    const named = index % every === 0 ? words(rounded(index * room), floor + 16, label) : ""
    return [
      named,
      ...values.map((value, which) => {
        const high = value === 0 ? 0 : Math.max(1, rounded((value / most) * (floor - top)))
        return `<rect class="mark${which === 0 ? "" : " other"}" x="${rounded(index * room + 1 + which * each)}" y="${rounded(floor - high)}" width="${rounded(each)}" height="${high}" fill="${marks[which] ?? marks[0]}"/>`
      })
    ]
  })
  const axis = `<path class="rail" d="M0 ${floor}H${width}" stroke="currentColor" stroke-opacity="0.4"/>`
  const legend = series.length < 2 ? "" : key(series, head + 10)
  const peak = words(width, head + 10, String(most < 1 ? 0 : most), ' text-anchor="end"')
  return { title, width, height: floor + 24, content: [legend, peak, axis, ...drawn].join("") }
}

const key = (series: ReadonlyArray<string>, y: number): string =>
  series
    .map(
      (name, which) =>
        `<rect class="mark${which === 0 ? "" : " other"}" x="${which * 132}" y="${y - 8}" width="8" height="8" fill="${marks[which] ?? marks[0]}"/>${words(which * 132 + 14, y, shortened(name, 16))}`
    )
    .join("")

/** Points over two axes of one scale, with the line on which both are the same. */
export const points = (
  title: string,
  of: ReadonlyArray<readonly [x: number, y: number]>,
  named: { readonly x: string; readonly y: string; readonly most: string }
): Plot => {
  const side = 300
  const [left, floor] = [16, head + 20 + side]
  const most = Math.max(1e-9, ...of.flat())
  const at = (value: number): number => rounded((value / most) * side)
  const dots = of.map(
    ([x, y]) =>
      `<circle class="mark${y < x ? "" : " other"}" cx="${rounded(left + at(x))}" cy="${rounded(floor - at(y))}" r="2.5" fill="${y < x ? marks[0] : marks[1]}" fill-opacity="0.6"/>`
  )
  const frame = `<path class="rail" d="M${left} ${floor - side}V${floor}H${left + side}M${left} ${floor}L${left + side} ${floor - side}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>`
  return {
    title,
    width,
    height: floor + 40,
    content: [
      words(0, head + 12, named.y),
      frame,
      ...dots,
      words(left, floor + 16, "0"),
      words(left + side, floor + 16, named.most, ' text-anchor="end"'),
      words(left + side, floor + 34, named.x, ' text-anchor="end"')
    ].join("")
  }
}

const framed = ({ title, height, content }: Plot, place: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="plot" ${place}viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" fill="currentColor">${words(0, 14, shortened(title, 48), ' font-weight="600"')}${content}</svg>`

/** One drawing, to stand in a page; colours come from the page where it has rules for `mark`, `other` and `rail`. */
export const plotSvg = (plot: Plot): string => framed(plot, "")

/** Drawings one under the other in one file, in the colours of the reader's scheme. */
export const plotFile = (plots: ReadonlyArray<Plot>): string => {
  let y = 16
  const placed = plots.map((plot) => {
    const one = framed(plot, `x="16" y="${y}" width="${width}" height="${plot.height}" `)
    y += plot.height + 24
    return one
  })
  const style =
    "svg{color:#26241f}.paper{fill:#fbf9f4}@media (prefers-color-scheme:dark){svg{color:#ece7db}.paper{fill:#1c1b18}}"
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 32}" height="${y}" viewBox="0 0 ${width + 32} ${y}"><style>${style}</style><rect class="paper" width="100%" height="100%"/>${placed.join("")}</svg>\n`
}
