import type { Ratio } from "../kernel/ratio.ts"
import type { Wording } from "../kernel/language.ts"

/** What a unit measures. Only units of one kind can be turned into each other. */
export type UnitKind = "mass" | "volume" | "length" | "area" | "count"

/** A unit of measure: how many of its kind's first unit (gram, millilitre, millimetre, square centimetre, piece) it is, exactly. */
export interface Unit extends Ratio {
  readonly kind: UnitKind
  readonly name: Wording
}

/** How much a unit is, without what it is called. */
type Scale = Omit<Unit, "name">

const scale =
  (kind: UnitKind) =>
  (numerator: bigint, denominator = 1n): Scale => ({ kind, numerator, denominator })

const mass = scale("mass")
const volume = scale("volume")
const length = scale("length")
const area = scale("area")
const count = scale("count")

/**
 * How much each of {@link units} is. Sources: the SI Brochure (9th edition) for the metric ones; the State Council's order of
 * 25 June 1959 for 斤, 两 and 钱 (500, 50 and 5 g) and the weights and measures of 1929 for 尺 (a third of a metre); the
 * international yard and pound agreement of 1959 for pound, ounce, inch, foot and yard.
 */
export const scales = {
  mg: mass(1n, 1_000n),
  g: mass(1n),
  kg: mass(1_000n),
  t: mass(1_000_000n),
  qian: mass(5n),
  liang: mass(50n),
  jin: mass(500n),
  oz: mass(28_349_523_125n, 1_000_000_000n),
  lb: mass(45_359_237n, 100_000n),
  ml: volume(1n),
  cl: volume(10n),
  dl: volume(100n),
  l: volume(1_000n),
  m3: volume(1_000_000n),
  mm: length(1n),
  cm: length(10n),
  m: length(1_000n),
  chi: length(1_000n, 3n),
  in: length(254n, 10n),
  ft: length(3_048n, 10n),
  yd: length(9_144n, 10n),
  cm2: area(1n),
  m2: area(10_000n),
  piece: count(1n)
} as const satisfies Readonly<Record<string, Scale>>

/** The code of a unit of measure. */
export type MeasureUnit = keyof typeof scales

/** Every code of a unit. */
export const unitCodes = Object.keys(scales) as ReadonlyArray<MeasureUnit>

// Apart from how much they are, since a price asks for no name.
const names: Readonly<Record<MeasureUnit, Wording>> = {
  mg: { zh: "毫克", en: "mg" },
  g: { zh: "克", en: "g" },
  kg: { zh: "千克", en: "kg" },
  t: { zh: "吨", en: "t" },
  qian: { zh: "钱", en: "qian" },
  liang: { zh: "两", en: "liang" },
  jin: { zh: "斤", en: "jin" },
  oz: { zh: "盎司", en: "oz" },
  lb: { zh: "磅", en: "lb" },
  ml: { zh: "毫升", en: "ml" },
  cl: { zh: "厘升", en: "cl" },
  dl: { zh: "分升", en: "dl" },
  l: { zh: "升", en: "l" },
  m3: { zh: "立方米", en: "m³" },
  mm: { zh: "毫米", en: "mm" },
  cm: { zh: "厘米", en: "cm" },
  m: { zh: "米", en: "m" },
  chi: { zh: "尺", en: "chi" },
  in: { zh: "英寸", en: "in" },
  ft: { zh: "英尺", en: "ft" },
  yd: { zh: "码", en: "yd" },
  cm2: { zh: "平方厘米", en: "cm²" },
  m2: { zh: "平方米", en: "m²" },
  piece: { zh: "件", en: "piece" }
}

const named = () =>
  Object.fromEntries(unitCodes.map((code): [string, Unit] => [code, { ...scales[code], name: names[code] }]))

/** The units in which goods are sold. */
export const units = /* @__PURE__ */ named() as { readonly [K in MeasureUnit]: Unit }

/** So much of something: a positive decimal text and a unit, such as `{ amount: "0.735", unit: "kg" }`. */
export interface Measure {
  readonly amount: string
  readonly unit: MeasureUnit
}
