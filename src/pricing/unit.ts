import type { Ratio } from "../kernel/ratio.ts"
import type { Wording } from "../kernel/language.ts"

/** What a unit measures. Only units of one kind can be turned into each other. */
export type UnitKind = "mass" | "volume" | "length" | "area" | "count"

/** A unit of measure: how many of its kind's first unit (gram, millilitre, millimetre, square centimetre, piece) it is, exactly. */
export interface Unit extends Ratio {
  readonly kind: UnitKind
  readonly name: Wording
}

const unit =
  (kind: UnitKind) =>
  (zh: string, en: string, numerator: bigint, denominator = 1n): Unit => ({
    kind,
    name: { zh, en },
    numerator,
    denominator
  })

const mass = unit("mass")
const volume = unit("volume")
const length = unit("length")
const area = unit("area")
const count = unit("count")

/**
 * The units in which goods are sold. Sources: the SI Brochure (9th edition) for the metric ones; the State Council's order of
 * 25 June 1959 for 斤, 两 and 钱 (500, 50 and 5 g) and the weights and measures of 1929 for 尺 (a third of a metre); the
 * international yard and pound agreement of 1959 for pound, ounce, inch, foot and yard.
 */
export const units = {
  mg: mass("毫克", "mg", 1n, 1_000n),
  g: mass("克", "g", 1n),
  kg: mass("千克", "kg", 1_000n),
  t: mass("吨", "t", 1_000_000n),
  qian: mass("钱", "qian", 5n),
  liang: mass("两", "liang", 50n),
  jin: mass("斤", "jin", 500n),
  oz: mass("盎司", "oz", 28_349_523_125n, 1_000_000_000n),
  lb: mass("磅", "lb", 45_359_237n, 100_000n),
  ml: volume("毫升", "ml", 1n),
  cl: volume("厘升", "cl", 10n),
  dl: volume("分升", "dl", 100n),
  l: volume("升", "l", 1_000n),
  m3: volume("立方米", "m³", 1_000_000n),
  mm: length("毫米", "mm", 1n),
  cm: length("厘米", "cm", 10n),
  m: length("米", "m", 1_000n),
  chi: length("尺", "chi", 1_000n, 3n),
  in: length("英寸", "in", 254n, 10n),
  ft: length("英尺", "ft", 3_048n, 10n),
  yd: length("码", "yd", 9_144n, 10n),
  cm2: area("平方厘米", "cm²", 1n),
  m2: area("平方米", "m²", 10_000n),
  piece: count("件", "piece", 1n)
} as const satisfies Readonly<Record<string, Unit>>

/** The code of a unit of measure. */
export type MeasureUnit = keyof typeof units

/** Every code of a unit. */
export const unitCodes = Object.keys(units) as ReadonlyArray<MeasureUnit>

/** So much of something: a positive decimal text and a unit, such as `{ amount: "0.735", unit: "kg" }`. */
export interface Measure {
  readonly amount: string
  readonly unit: MeasureUnit
}
