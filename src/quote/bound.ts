import type { QuoteOf } from "./quote.ts"

/** A quote and all that it binds: what must be the same when it is charged, and until when it holds. */
export interface BoundQuote<Amount, At> {
  readonly cart: string
  readonly customer: string
  /** The digest of the content of the cart that was priced. */
  readonly fingerprint: string
  /** The version of the settings that it was made under, and with them its policy. */
  readonly settings: number
  /** The digest of the promotions that were asked, each with its version; see `versionsOf`. */
  readonly rules: string
  /** Its currency is bound with it. */
  readonly quote: QuoteOf<Amount, At>
  /** The means of payment that the price rests on. Absent: any will do. */
  readonly paymentMethod?: string
  readonly quotedAt: At
  /** The first instant at which it no longer holds. */
  readonly expiresAt: At
}

/** A key that quotes are signed with, under the name that a token calls it by. */
export interface QuoteKey {
  readonly id: string
  /** 32 secret bytes. */
  readonly key: Uint8Array
}
