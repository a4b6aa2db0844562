/** What ISO 4217 says of a currency. */
export interface Currency {
  /** The alphabetic code, such as `CNY`. */
  readonly code: string
  /** The numeric code, three digits, such as `156`. */
  readonly number: string
  /** How many decimal digits the minor unit has: JPY 0, CNY 2, KWD 3, CLF 4. */
  readonly exponent: number
}

// ISO 4217 table A.1 as in force in 2026, funds included, by exponent: the alphabetic code and the numeric code of each, six
// characters together. Metals, bond units, XDR, XSU, XUA, XTS and XXX have no minor unit and are left out.
const active: Readonly<Record<number, string>> = {
  0: "BIF108CLP152DJF262GNF324ISK352JPY392KMF174KRW410PYG600RWF646UGX800UYI940VND704VUV548XAF950XOF952XPF953",
  2:
    "AED784AFN971ALL008AMD051AOA973ARS032AUD036AWG533AZN944BAM977BBD052BDT050BMD060BND096BOB068BOV984" +
    "BRL986BSD044BTN064BWP072BYN933BZD084CAD124CDF976CHE947CHF756CHW948CNY156COP170COU970CRC188CUP192" +
    "CVE132CZK203DKK208DOP214DZD012EGP818ERN232ETB230EUR978FJD242FKP238GBP826GEL981GHS936GIP292GMD270" +
    "GTQ320GYD328HKD344HNL340HTG332HUF348IDR360ILS376INR356IRR364JMD388KES404KGS417KHR116KPW408KYD136" +
    "KZT398LAK418LBP422LKR144LRD430LSL426MAD504MDL498MGA969MKD807MMK104MNT496MOP446MRU929MUR480MVR462" +
    "MWK454MXN484MXV979MYR458MZN943NAD516NGN566NIO558NOK578NPR524NZD554PAB590PEN604PGK598PHP608PKR586" +
    "PLN985QAR634RON946RSD941RUB643SAR682SBD090SCR690SDG938SEK752SGD702SHP654SLE925SOS706SRD968SSP728" +
    "STN930SVC222SYP760SZL748THB764TJS972TMT934TOP776TRY949TTD780TWD901TZS834UAH980USD840USN997UYU858" +
    "UZS860VED926VES928WST882XAD396XCD951XCG532YER886ZAR710ZMW967ZWG924",
  3: "BHD048IQD368JOD400KWD414LYD434OMR512TND788",
  4: "CLF990UYW927"
}

const read = (): ReadonlyMap<string, Currency> => {
  const found: Array<Currency> = []
  for (const [exponent, entries] of Object.entries(active)) {
    for (let at = 0; at < entries.length; at += 6) {
      found.push({ code: entries.slice(at, at + 3), number: entries.slice(at + 3, at + 6), exponent: Number(exponent) })
    }
  }
  return new Map(found.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((one) => [one.code, one]))
}

const table = /* @__PURE__ */ read()

/** Every active currency, in order of its code. Source: ISO 4217, table A.1, as in force in 2026. */
export const currencies = (): ReadonlyArray<Currency> => [...table.values()]

/** The currency of this alphabetic code, upper case, or `undefined` if there is none with a minor unit. */
export const currencyOf = (code: string): Currency | undefined => table.get(code)

/** Whether this is the alphabetic code of an active currency with a minor unit. */
export const isCurrency = (code: string): boolean => table.has(code)

/**
 * The exponent of a currency that has been checked before.
 *
 * @throws RangeError for an unknown code: money with such a currency was never let in, so this is a defect
 */
export const exponentOf = (code: string): number => {
  const found = table.get(code)
  if (found === undefined) throw new RangeError(`no currency \`${code}\``)
  return found.exponent
}
