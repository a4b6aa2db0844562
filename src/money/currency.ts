/** What ISO 4217 says of a currency. */
export interface Currency {
  /** The alphabetic code, such as `CNY`. */
  readonly code: string
  /** The numeric code, three digits, such as `156`. */
  readonly number: string
  /** How many decimal digits the minor unit has: JPY 0, CNY 2, KWD 3, CLF 4. */
  readonly exponent: number
}

// ISO 4217 table A.1 as in force in 2026, funds included, by exponent: the alphabetic codes, three characters each. Metals, bond
// units, XDR, XSU, XUA, XTS and XXX have no minor unit and are left out.
const codes: Readonly<Record<number, string>> = {
  0: "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF",
  2:
    "AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCNYCOPCOUCRCCUP" +
    "CVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYD" +
    "KZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKR" +
    "PLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSNUYU" +
    "UZSVEDVESWSTXADXCDXCGYERZARZMWZWG",
  3: "BHDIQDJODKWDLYDOMRTND",
  4: "CLFUYW"
}

// The numeric codes of the same, in the same order. They stand apart, since nothing that prices asks for one.
const numbers: Readonly<Record<number, string>> = {
  0: "108152262324352392174410600646800940704548950952953",
  2:
    "784971008051973032036533944977052050060096068984986044064072933084124976947756948156170970188192" +
    "132203208214012818232230978242238826981936292270320328344340332348360376356364388404417116408136" +
    "398418422144430426504498969807104496446929480462454484979458943516566558578524554590604598608586" +
    "985634946941643682090690938752702654925706968728930222760748764972934776949780901834980840997858" +
    "860926928882396951532886710967924",
  3: "048368400414434512788",
  4: "990927"
}

const threes = (text: string): ReadonlyArray<string> =>
  Array.from({ length: text.length / 3 }, (_, at) => text.slice(3 * at, 3 * at + 3))

const read = (): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const [exponent, some] of Object.entries(codes))
    for (const code of threes(some)) found.set(code, Number(exponent))
  return found
}

const exponents = /* @__PURE__ */ read()

const described = (): ReadonlyMap<string, Currency> => {
  const found: Array<Currency> = []
  for (const [key, some] of Object.entries(codes)) {
    const exponent = Number(key)
    const numeric = threes(numbers[exponent]!)
    for (const [at, code] of threes(some).entries()) found.push({ code, number: numeric[at]!, exponent })
  }
  return new Map(found.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((one) => [one.code, one]))
}

const table = /* @__PURE__ */ described()

/** Every active currency, in order of its code. Source: ISO 4217, table A.1, as in force in 2026. */
export const currencies = (): ReadonlyArray<Currency> => [...table.values()]

/** The currency of this alphabetic code, upper case, or `undefined` if there is none with a minor unit. */
export const currencyOf = (code: string): Currency | undefined => table.get(code)

/** Whether this is the alphabetic code of an active currency with a minor unit. */
export const isCurrency = (code: string): boolean => exponents.has(code)

/**
 * The exponent of a currency that has been checked before.
 *
 * @throws RangeError for an unknown code: money with such a currency was never let in, so this is a defect
 */
export const exponentOf = (code: string): number => {
  const found = exponents.get(code)
  if (found === undefined) throw new RangeError(`no currency \`${code}\``)
  return found
}
