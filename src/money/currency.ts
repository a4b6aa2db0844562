/** What ISO 4217 says of a currency. */
export interface Currency {
  /** The alphabetic code, such as `CNY`. */
  readonly code: string
  /** The numeric code, three digits, such as `156`. */
  readonly number: string
  /** How many decimal digits the minor unit has: JPY 0, CNY 2, KWD 3, CLF 4. */
  readonly exponent: number
}

// ISO 4217 table A.1 as in force in 2026, funds included, by exponent. Metals, bond units, XDR, XSU, XUA, XTS and XXX have
// no minor unit and are left out. Each entry is the alphabetic code and the numeric code.
const active: ReadonlyArray<readonly [exponent: number, entries: string]> = [
  [
    0,
    "BIF108 CLP152 DJF262 GNF324 ISK352 JPY392 KMF174 KRW410 PYG600 RWF646 UGX800 UYI940 VND704 VUV548 XAF950 XOF952 XPF953"
  ],
  [
    2,
    `AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BMD060 BND096 BOB068 BOV984 BRL986
     BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 CNY156 COP170 COU970 CRC188 CUP192 CVE132 CZK203
     DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292 GMD270 GTQ320 GYD328 HKD344
     HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IRR364 JMD388 KES404 KGS417 KHR116 KPW408 KYD136 KZT398 LAK418 LBP422 LKR144
     LRD430 LSL426 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979 MYR458 MZN943
     NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 QAR634 RON946 RSD941 RUB643 SAR682
     SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934
     TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 USD840 USN997 UYU858 UZS860 VED926 VES928 WST882 XAD396 XCD951 XCG532 YER886
     ZAR710 ZMW967 ZWG924`
  ],
  [3, "BHD048 IQD368 JOD400 KWD414 LYD434 OMR512 TND788"],
  [4, "CLF990 UYW927"]
]

const read = (): ReadonlyMap<string, Currency> => {
  const found: Array<Currency> = []
  for (const [exponent, entries] of active) {
    for (const entry of entries.split(/\s+/)) found.push({ code: entry.slice(0, 3), number: entry.slice(3), exponent })
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
