import * as Schema from "effect/Schema"
import { customsAccount, type Customs, type QuoteInput } from "../../../src/quote/index.ts"

type Line = QuoteInput["lines"][number]

// One for each line that a cart of the campaign can have.
const each = <S extends Schema.Constraint>(of: S) =>
  Schema.Array(of).check(Schema.isMinLength(4), Schema.isMaxLength(4))

/** What makes prices and taxes of a cart special: goods by measure, prices of another zone, reliefs, goods over a border. */
export const Special = Schema.Struct({
  measures: each(Schema.Literals(["no", "no", "grams", "jin", "ounces", "feet"])),
  zone: Schema.Literals(["no", "no", "same", "other", "unknown"]),
  zonePrice: Schema.Literals(["keepGross", "keepNet"]),
  relief: Schema.Literals(["no", "no", "buyer", "line"]),
  border: Schema.Literals(["no", "no", "crossed"]),
  goods: each(Schema.Literals(["home", "retail", "spirits", "postal", "near"])),
  on: Schema.Literals(["inside", "onTop"]),
  low: Schema.Boolean,
  shipping: Schema.Literals(["own", "weighted"]),
  year: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 60_000 }))
})
export type Special = typeof Special.Type

const measures: Readonly<Record<Special["measures"][number], Line["measure"]>> = {
  no: undefined,
  grams: { amount: "735", unit: "g" },
  jin: { amount: "1.5", unit: "jin" },
  ounces: { amount: "12.5", unit: "oz" },
  feet: { amount: "2.5", unit: "ft" }
}

const customs: Readonly<Record<Special["goods"][number], Customs | undefined>> = {
  home: undefined,
  retail: { regime: "retail", duty: "0.1", consumption: "0", vat: "0.13" },
  spirits: { regime: "retail", duty: "0.14", consumption: "0.15", vat: "0.13" },
  postal: { regime: "postal", rate: "0.13" },
  near: { regime: "postal", rate: "0.2", near: true }
}

const relief = { kind: "reverseCharge", code: "VATEX-EU-AE" } as const
const zones = { same: "DE", other: "FR" } as const

/** A cart made special. No amount of it becomes larger than it was, so that it stays in the range that a quote holds. */
export const madeSpecial = (cart: QuoteInput, special: Special): QuoteInput => {
  const crossed = special.border === "crossed"
  const { zone } = special
  const facts = { ...cart.context?.facts, ...(zone === "same" || zone === "other" ? { taxZone: [zones[zone]] } : {}) }
  const account = customsAccount(cart.at)
  return {
    ...cart,
    lines: cart.lines.map((line, index) => lineOf(line, index, special)),
    prices: cart.prices.flatMap((entry) => {
      const here = zone === "no" ? entry : { ...entry, zone: { id: "DE", rates: [{ id: "vat", rate: "0.19" }] } }
      if (entry.minQuantity !== undefined) return [here]
      return [
        here,
        { ...here, id: `${entry.id}-kg`, per: { amount: "1", unit: "kg" } as const },
        { ...here, id: `${entry.id}-m`, per: { amount: "0.8", unit: "m" } as const }
      ]
    }),
    context: { ...cart.context, facts },
    ...(special.relief === "buyer" ? { relief } : {}),
    ...(crossed ? { customs: limitsOf(special, account) } : {}),
    accounts: { ...cart.accounts, ...(crossed ? { [account]: BigInt(special.year) } : {}) },
    policy: {
      ...cart.policy,
      zonePrice: special.zonePrice,
      tax: { ...cart.policy?.tax, shipping: special.shipping }
    }
  }
}

const limitsOf = ({ low }: Special, account: string): NonNullable<QuoteInput["customs"]> =>
  low ? { account, single: 7_000n, share: "0.7", parcel: 9_000n, nearParcel: 6_000n, free: 600n } : { account }

const lineOf = (line: Line, index: number, special: Special): Line => {
  const { border, goods, measures: drawn, on } = special
  const measure = measures[drawn[index] ?? "no"]
  const abroad = border === "crossed" ? customs[goods[index] ?? "home"] : undefined
  const measured = { ...line, ...(measure === undefined ? {} : { measure }) }
  if (abroad !== undefined) return { ...measured, tax: { included: on === "inside", rates: [], customs: abroad } }
  if (special.relief !== "line" || index !== 0 || line.tax === undefined) return measured
  return { ...measured, tax: { ...line.tax, relief } }
}
