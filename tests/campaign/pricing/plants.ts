/** A fault that the campaign must find: a change of the text of one file of the engine, made as the file is loaded. */
export interface Plant {
  /** What the fault is, in a sentence. */
  readonly is: string
  /** From the root of the repository. */
  readonly file: string
  /** Text that stands in the file exactly once, and what stands there instead. */
  readonly from: string
  readonly to: string
}

const quote = (file: string) => `src/quote/rules/${file}.ts`

/** Every fault by its name. */
export const plants: Readonly<Record<string, Plant>> = {
  "net-rounded": {
    is: "tax in a price is rounded as if the price were net of it",
    file: quote("tax"),
    from: "denominator + (included ? numerator : 0n)",
    to: "denominator"
  },
  "compound-added": {
    is: "rates that are to be compounded are added",
    file: quote("tax"),
    from: "compound ? numerator * next.numerator : 0n",
    to: "0n"
  },
  "tax-by-order-once": {
    is: "tax rounded by order takes prices with and without tax together",
    file: quote("tax"),
    from: "of[index]!.rule.included === included && of[index]!.rule.numerator > 0n",
    to: "of[index]!.rule.included === included && of[index]!.rule.numerator > 0n && included"
  },
  "half-down": {
    is: "a half is rounded toward zero",
    file: "src/money/rules/round.ts",
    from: "if (twice !== whole) return twice > whole",
    to: 'if (twice !== whole) return twice > whole\n      if (mode === "halfUp") return false'
  },
  "priority-ascending": {
    is: "of two promotions of one lane the one of less priority goes first",
    file: "src/promotion/rules/rank.ts",
    from: "compareNumber(right.priority, left.priority)",
    to: "compareNumber(left.priority, right.priority)"
  },
  "lane-ignored": {
    is: "lanes do not order promotions",
    file: "src/promotion/rules/rank.ts",
    from: "compareNumber(left.lane, right.lane) ||",
    to: ""
  }
}
