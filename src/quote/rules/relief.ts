import type { Wording } from "../../kernel/language.ts"
import type { PolicyRounding, Tax } from "../input.ts"
import type { TaxRelief } from "../tax.ts"
import { exactTax, type TaxReader } from "./tax.ts"

/**
 * Reliefs of the European Union's value-added tax, by their codes in the list VATEX of EN 16931 (BT-121), with what an
 * invoice says (Directive 2006/112/EC, article 226(11) and (11a)).
 */
export const standardReliefs = {
  /** Articles 194 to 199: the customer is liable. For services from another member state, article 196. */
  "VATEX-EU-AE": {
    kind: "reverseCharge",
    code: "VATEX-EU-AE",
    text: { zh: "反向征收：增值税由购买方缴纳（2006/112/EC 指令第 194 至 199 条）", en: "Reverse charge" }
  },
  /** Article 138: goods to a taxable person of another member state who has given a number for value-added tax. */
  "VATEX-EU-IC": {
    kind: "exempt",
    code: "VATEX-EU-IC",
    text: {
      zh: "欧盟内部供货，依据 2006/112/EC 指令第 138 条免税",
      en: "Intra-Community supply, exempt under article 138 of Directive 2006/112/EC"
    }
  },
  /** Article 146: goods that leave the Union. */
  "VATEX-EU-G": {
    kind: "exempt",
    code: "VATEX-EU-G",
    text: {
      zh: "出口至欧盟以外，依据 2006/112/EC 指令第 146 条免税",
      en: "Export outside the EU, exempt under article 146 of Directive 2006/112/EC"
    }
  },
  /** Article 132: activities in the public interest. */
  "VATEX-EU-132": {
    kind: "exempt",
    code: "VATEX-EU-132",
    text: {
      zh: "依据 2006/112/EC 指令第 132 条免税",
      en: "Exempt under article 132 of Directive 2006/112/EC"
    }
  },
  "VATEX-EU-O": {
    kind: "outOfScope",
    code: "VATEX-EU-O",
    text: { zh: "不属于增值税征税范围", en: "Not subject to VAT" }
  }
} as const satisfies Readonly<Record<string, TaxRelief & { readonly text: Wording }>>

const texts: ReadonlyMap<string, Wording> = new Map(
  Object.values(standardReliefs).map(({ code, text }) => [code, text])
)

/** What an invoice says of a relief; `undefined` for a code that is not standard and has no text of its own. */
export const reliefText = ({ code, text }: TaxRelief): Wording | undefined => text ?? texts.get(code)

/** Something with a price and perhaps a tax. */
interface Priced {
  readonly amount: bigint
  readonly tax?: Tax
}

/**
 * The tax under a relief of the buyer. What has a relief of its own keeps it; imports are taxed at the border, whoever buys.
 */
export const relievedTax = <A extends { readonly tax?: Tax }>(of: A, relief: TaxRelief | undefined): A => {
  const { tax } = of
  const stays = relief === undefined || tax === undefined || tax.relief !== undefined || tax.customs !== undefined
  return stays ? of : { ...of, tax: { ...tax, relief } }
}

/** How taxes are read and rounded. */
export interface TaxTerms {
  readonly taxOf: TaxReader
  readonly taxRounding: PolicyRounding
}

/** A charge or a fee under a relief: what contains the tax that is not due is lower by it. */
export const relieved = <A extends Priced>(of: A, relief: TaxRelief | undefined, terms: TaxTerms): A => {
  const found = relievedTax(of, relief)
  return found.tax?.relief === undefined ? found : { ...found, amount: withoutRelieved(found.amount, found.tax, terms) }
}

/** An amount without the tax that it contains and that a relief takes away: `amount - round(amount * r / (1 + r))`. */
export const withoutRelieved = (amount: bigint, tax: Tax | undefined, { taxOf, taxRounding }: TaxTerms): bigint => {
  if (tax?.relief === undefined || !tax.included) return amount
  const { relief: _, ...due } = tax
  const rule = taxOf(due)
  return rule === undefined ? amount : amount - exactTax(amount, rule, taxRounding)
}
