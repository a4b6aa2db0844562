/** One line of a chart: what grows, and what it costs. */
export interface Curve {
  readonly title: string
  /** What is counted along x. */
  readonly counted: string
  /** By count, what a piece of work costs, in nanoseconds. */
  readonly points: ReadonlyArray<readonly [count: number, nanoseconds: number]>
  readonly exponent: number
}

const width = 420
const height = 300
const margin = { left: 64, right: 24, top: 52, bottom: 44 }

/**
 * Curves side by side as one SVG, both axes logarithmic, so that what grows in proportion is a line at the slope of the dashed
 * one, which starts at the first point.
 */
export const growthChart = (curves: ReadonlyArray<Curve>): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * curves.length}" height="${height}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...curves.map((curve, index) => `<g transform="translate(${width * index} 0)">${panel(curve)}</g>`),
    "</svg>\n"
  ].join("\n")

const panel = ({ title, counted, points, exponent }: Curve): string => {
  const [x, y] = [axisOf(points.map(([count]) => count)), axisOf(points.map(([, nanoseconds]) => nanoseconds))]
  const left = (count: number) => round(margin.left + x.place(count) * (width - margin.left - margin.right))
  const top = (cost: number) => round(height - margin.bottom - y.place(cost) * (height - margin.top - margin.bottom))
  const [first, last] = [points[0]!, points.at(-1)!]
  const linear = first[1] * (last[0] / first[0])
  const path = points.map(([count, cost]) => `${left(count)},${top(cost)}`).join(" ")
  return [
    `<text x="${margin.left}" y="20" font-size="13">${title}</text>`,
    `<text x="${margin.left}" y="36">exponent 指数 ${exponent.toFixed(2)}; dashed 虚线: in proportion 正比</text>`,
    ...x.ticks.map(
      (at) =>
        `<path d="M${left(at)} ${margin.top}V${height - margin.bottom}" stroke="#eee"/><text x="${left(at)}" y="${height - 28}" text-anchor="middle">${at}</text>`
    ),
    ...y.ticks.map(
      (at) =>
        `<path d="M${margin.left} ${top(at)}H${width - margin.right}" stroke="#eee"/><text x="${margin.left - 6}" y="${top(at) + 4}" text-anchor="end">${duration(at)}</text>`
    ),
    `<text x="${width / 2}" y="${height - 10}" text-anchor="middle">${counted}</text>`,
    `<path d="M${left(first[0])} ${top(first[1])}L${left(last[0])} ${top(linear)}" stroke="#999" stroke-dasharray="4 4"/>`,
    `<polyline points="${path}" fill="none" stroke="#0a6" stroke-width="2"/>`,
    ...points.map(([count, cost]) => `<circle cx="${left(count)}" cy="${top(cost)}" r="3" fill="#0a6"/>`)
  ].join("\n")
}

// From the power of ten below the least to the one above the most.
const axisOf = (values: ReadonlyArray<number>) => {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return {
    place: (value: number): number => (Math.log10(value) - low) / (high - low),
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
  }
}

const duration = (nanoseconds: number): string => {
  if (nanoseconds >= 1e6) return `${nanoseconds / 1e6} ms`
  return nanoseconds >= 1e3 ? `${nanoseconds / 1e3} µs` : `${nanoseconds} ns`
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10

/** The slope of the straight line nearest to the points when both are logarithms: 1 grows in proportion, 2 as the square. */
export const exponentOf = (points: Curve["points"]): number => {
  const logs = points.map(([count, cost]) => [Math.log(count), Math.log(cost)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, pair) => sum + pair[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const covered = logs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0)
  return covered / logs.reduce((sum, pair) => sum + (pair[0] - x) ** 2, 0)
}
