/** The colours that goods are painted in, and the mixing of them. */
/** Each tone and its colour, as a catalog writes it down. */
export const toneColours = {
  jade: "#6f9a78",
  celadon: "#a9c2ac",
  ink: "#38383e",
  paper: "#e6dac1",
  kraft: "#b9926a",
  clay: "#9a6248",
  persimmon: "#cc6d45",
  indigo: "#3f5a80",
  straw: "#d6b974",
  walnut: "#74523b",
  steel: "#a6acb0",
  copper: "#b5724a",
  rose: "#c98a8a",
  snow: "#f0ece3",
  plum: "#6b4560",
  moss: "#66784a",
  slate: "#6d7b84",
  honey: "#cf9a45",
  amber: "#a8642c",
  sky: "#b4cdd8",
  cinnabar: "#a83a30",
  bamboo: "#b3ae6c",
  sand: "#cdb792",
  tea: "#5b3826",
  blush: "#e2c0ae"
} as const

export type Tone = keyof typeof toneColours

export const tones = Object.keys(toneColours).sort() as readonly Tone[]

export const isTone = (value: string): value is Tone => Object.hasOwn(toneColours, value)

/** The tone of a colour `#rrggbb`, if it is one of the shop's. */
export const toneOf = (colour: string): Tone | undefined => tones.find((tone) => toneColours[tone] === colour)

const channels = (colour: string): readonly [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16)
]

/** The colour that lies `share` (0 to 1) of the way from one to the other. */
export const mix = (from: string, to: string, share: number): string => {
  const start = channels(from)
  const end = channels(to)
  return `#${start
    .map((value, index) =>
      Math.round(value + ((end[index] ?? value) - value) * share)
        .toString(16)
        .padStart(2, "0")
    )
    .join("")}`
}

/** One tone under the light of the shop: `round` and `front` are gradients, the rest are flat colours. */
export type Shades = {
  readonly round: string
  readonly front: string
  readonly light: string
  readonly body: string
  readonly dark: string
  readonly deep: string
}

export const shadesOf = (tone: Tone, id: string): Shades => {
  const body = toneColours[tone]
  return {
    round: `url(#${id})`,
    front: `url(#${id}f)`,
    light: mix(body, "#fffaf0", 0.5),
    body,
    dark: mix(body, "#241d18", 0.32),
    deep: mix(body, "#17130f", 0.6)
  }
}
