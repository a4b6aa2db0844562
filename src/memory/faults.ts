import type { GatewayReport } from "../payment/ports.ts"

/** What the shop asks of a gateway. */
export type GatewayVerb = "start" | "query" | "close" | "refund" | "queryRefund"

/**
 * How a request of the shop fares. `request lost`: the gateway never sees it. `reply lost`: it is carried out, and the shop
 * hears nothing. `late`: the shop hears nothing, and it is carried out so many milliseconds later.
 */
export type Fate = "carried" | "request lost" | "reply lost" | { readonly late: number }

/** What is wrong with an answer: it is the one to another request, or tells another amount. */
export type Garbled = "other reply" | "other amount"

/** What goes wrong at a gateway, and when; what is left out goes well and at once. Times are in milliseconds. */
export interface GatewayFaults {
  /** @param id the shop's id of the payment or the refund */
  readonly request?: (verb: GatewayVerb, id: string, at: number) => Fate
  /**
   * How long the key of a request is remembered, in milliseconds: sent once more after that, a request is taken for a new
   * one. Questions are answered from the gateway's book, which forgets nothing. Absent: for ever.
   */
  readonly keysLast?: number
  /** What is wrong with the answer to a `start`, `close` or `refund` that was sent before. */
  readonly garbled?: (verb: GatewayVerb, id: string, at: number) => Garbled | undefined
  /** How long after the buyer agreed the money is taken. */
  readonly charge?: (payment: string, at: number) => number
  /** How long a refund is pending, and whether it then fails. */
  readonly refund?: (refund: string, at: number) => { readonly after: number; readonly fails?: boolean }
  /** When a callback arrives, once for each time: none and it is lost, two and it is doubled. */
  readonly callback?: (report: GatewayReport, at: number) => ReadonlyArray<number>
}

/** How often each thing goes wrong, from 0 to 1, and for how long it can last. */
export interface FaultRates {
  readonly requestLost: number
  readonly replyLost: number
  readonly requestLate: number
  readonly chargeLate: number
  readonly refundPending: number
  readonly refundFails: number
  readonly callbackLost: number
  readonly callbackDoubled: number
  readonly callbackLate: number
  /** The longest delay, in milliseconds. */
  readonly longest: number
}

/** Three days: as long as the slowest of providers repeats itself. */
export const usualRates: FaultRates = {
  requestLost: 0.15,
  replyLost: 0.15,
  requestLate: 0.1,
  chargeLate: 0.2,
  refundPending: 0.3,
  refundFails: 0.1,
  callbackLost: 0.25,
  callbackDoubled: 0.2,
  callbackLate: 0.4,
  longest: 72 * 3_600_000
}

/**
 * Faults by chance: the same numbers give the same faults.
 *
 * @param chance a number in [0, 1), from a seed
 * @param until from this instant on nothing goes wrong, so that a run can come to rest
 */
export const randomFaults = (
  chance: () => number,
  until: number,
  rates: FaultRates = usualRates
): Required<Omit<GatewayFaults, "keysLast" | "garbled">> => {
  const happens = (rate: number, at: number): boolean => at < until && chance() < rate
  // Squared: most delays are short, and some last.
  const delay = (): number => Math.floor(chance() ** 2 * rates.longest)
  return {
    request: (_, __, at) => {
      if (happens(rates.requestLost, at)) return "request lost"
      if (happens(rates.replyLost, at)) return "reply lost"
      return happens(rates.requestLate, at) ? { late: delay() } : "carried"
    },
    charge: (_, at) => (happens(rates.chargeLate, at) ? delay() : 0),
    refund: (_, at) => {
      const after = happens(rates.refundPending, at) ? delay() : 0
      return { after, fails: happens(rates.refundFails, at) }
    },
    callback: (_, at) => {
      if (happens(rates.callbackLost, at)) return []
      const times = happens(rates.callbackDoubled, at) ? 2 : 1
      return Array.from({ length: times }, () => (happens(rates.callbackLate, at) ? delay() : 0))
    }
  }
}
