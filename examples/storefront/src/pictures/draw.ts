/** Drawing in SVG: a few shapes, all lit from the upper left and seen slightly from above. */

/** How much a circle seen from the side is flattened. */
export const tilt = 0.17

const short = (value: number): string => String(Math.round(value * 10) / 10)

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, more = ""): string =>
  `<ellipse cx="${short(cx)}" cy="${short(cy)}" rx="${short(rx)}" ry="${short(ry)}" fill="${fill}"${more}/>`

export const path = (d: string, fill: string, more = ""): string => `<path d="${d}" fill="${fill}"${more}/>`

export const line = (d: string, stroke: string, width: number, more = ""): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${short(width)}" stroke-linecap="round"${more}/>`

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius = 0,
  more = ""
): string =>
  `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${radius === 0 ? "" : ` rx="${short(radius)}"`} fill="${fill}"${more}/>`

export const faint = (opacity: number): string => ` opacity="${opacity}"`

/** The soft shadow a thing of this width throws to the right of where it stands. */
export const shadow = (cx: number, width: number, y = 190): string =>
  ellipse(cx + width * 0.2, y, width * 0.72, Math.max(6, width * 0.1), "url(#s)") +
  ellipse(cx + width * 0.03, y, width * 0.5, Math.max(4, width * 0.06), "url(#s)")

/** A glaze's glint: a pale upright stroke on the lit side. */
export const glint = (x: number, from: number, to: number, lean = 0): string =>
  line(
    `M${short(x)} ${short(from)}q${short(-2 + lean)} ${short((to - from) / 2)} ${short(lean)} ${short(to - from)}`,
    "#fff",
    3,
    faint(0.4)
  )

export type Profile = readonly (readonly [y: number, radius: number])[]

/** A smooth line through the points, as SVG curves; a point given twice is a corner. */
const smooth = (points: Profile, cx: number, side: -1 | 1): string => {
  const at = (index: number) => points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0]
  const same = (a: readonly [number, number], b: readonly [number, number]) => a[0] === b[0] && a[1] === b[1]
  let d = ""
  for (let index = 0; index < points.length - 1; index++) {
    const [from, to] = [at(index), at(index + 1)]
    if (same(from, to)) continue
    const before = index === 0 || same(at(index - 1), from) ? from : at(index - 1)
    const after = index + 2 >= points.length || same(at(index + 2), to) ? to : at(index + 2)
    const x = (radius: number) => short(cx + side * radius)
    d +=
      `C${x(from[1] + (to[1] - before[1]) / 6)} ${short(from[0] + (to[0] - before[0]) / 6)} ` +
      `${x(to[1] - (after[1] - from[1]) / 6)} ${short(to[0] - (after[0] - from[0]) / 6)} ${x(to[1])} ${short(to[0])}`
  }
  return d
}

/** A body of revolution from its half profile, top to bottom. */
export const lathe = (cx: number, profile: Profile, fill: string, more = ""): string => {
  const [top, topRadius] = profile[0] ?? [0, 0]
  const [bottom, bottomRadius] = profile.at(-1) ?? [0, 0]
  const up = [...profile].reverse()
  return path(
    `M${short(cx - topRadius)} ${short(top)}${smooth(profile, cx, -1)}` +
      `A${short(bottomRadius)} ${short(bottomRadius * tilt)} 0 0 0 ${short(cx + bottomRadius)} ${short(bottom)}` +
      `${smooth(up, cx, 1)}A${short(topRadius)} ${short(topRadius * tilt)} 0 0 0 ${short(cx - topRadius)} ${short(top)}Z`,
    fill,
    more
  )
}

/** An open mouth: the lip, the hollow, and what stands in it. */
export const mouth = (cx: number, y: number, radius: number, lip: string, hollow: string, liquid?: string): string =>
  ellipse(cx, y, radius, radius * tilt, lip) +
  ellipse(cx, y + 0.6, radius * 0.93, radius * tilt * 0.86, hollow) +
  (liquid === undefined ? "" : ellipse(cx, y + radius * 0.05, radius * 0.84, radius * tilt * 0.68, liquid))

/** A box seen a little from above and from the left: front, lid and the far side in shade. */
export const block = (
  x: number,
  y: number,
  width: number,
  height: number,
  depth: number,
  faces: { readonly front: string; readonly top: string; readonly side: string }
): string => {
  const [dx, dy] = [depth * 0.7, -depth * 0.42]
  const right = x + width
  return (
    path(
      `M${short(right)} ${short(y)}l${short(dx)} ${short(dy)}v${short(height)}l${short(-dx)} ${short(-dy)}Z`,
      faces.side
    ) +
    path(`M${short(x)} ${short(y)}h${short(width)}l${short(dx)} ${short(dy)}h${short(-width)}Z`, faces.top) +
    rect(x, y, width, height, faces.front)
  )
}

/** Steam over something hot. */
export const steam = (cx: number, y: number): string =>
  line(`M${short(cx - 8)} ${short(y)}q-8-12 0-22t0-20`, "#fff", 3, faint(0.35)) +
  line(`M${short(cx + 8)} ${short(y - 4)}q-7-10 0-18t0-18`, "#fff", 3, faint(0.25))

/** The shop's mark on a label: three hills in a square. */
export const mark = (cx: number, cy: number, size: number, colour: string): string =>
  path(
    `M${short(cx - size)} ${short(cy + size * 0.6)}l${short(size * 0.6)} ${short(-size * 0.8)} ${short(size * 0.3)} ${short(size * 0.4)} ` +
      `${short(size * 0.4)} ${short(-size)} ${short(size * 0.7)} ${short(size * 1.4)}Z`,
    colour
  )
