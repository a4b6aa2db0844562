import type { Sealer } from "../seal.ts"
import { sealHeader } from "../seal.ts"
import { Report, write } from "../wire.ts"
import type { Book, Notice } from "./book.ts"

/** How long a shop has to take a callback, in milliseconds. */
const patience = 5_000

/** What a delivery rests on. */
export interface Delivering {
  readonly book: Book
  readonly seals: Sealer
  readonly clock: () => number
  readonly fetch: (request: Request) => Promise<Response>
}

/** Sends the callbacks that are due; answers how many arrived: what the shop answers with a status from 200 to 299. */
export const deliverer = ({ book, seals, clock, fetch }: Delivering): (() => Promise<number>) => {
  const underWay = new Set<number>()

  const send = async ({ shipment, event }: Notice): Promise<boolean> => {
    const parcel = book.parcel(shipment)
    if (parcel?.notify === undefined) return false
    const body = write(Report, { shipment, trackingNumber: parcel.trackingNumber, events: [event] })
    const seal = await seals.seal(body, clock())
    const headers = { "content-type": "application/json", [sealHeader]: seal }
    const signal = AbortSignal.timeout(patience)
    try {
      const response = await fetch(
        new Request(parcel.notify, { method: "POST", redirect: "manual", body, signal, headers })
      )
      await response.body?.cancel()
      return response.ok
    } catch (cause) {
      // Whatever kept it from arriving, it is sent again; a defect of this program is none of that.
      if (cause instanceof TypeError || cause instanceof DOMException) return false
      throw cause
    }
  }

  return async () => {
    const due = book.due(clock()).filter(({ id }) => !underWay.has(id))
    const arrived = await Promise.all(
      due.map(async (notice) => {
        underWay.add(notice.id)
        try {
          const took = await send(notice)
          book.sent(notice, took, clock())
          return took
        } finally {
          underWay.delete(notice.id)
        }
      })
    )
    return arrived.filter((took) => took).length
  }
}

/** Waits so many milliseconds, or until the signal says to stop. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    signal.addEventListener("abort", wake)
    if (signal.aborted) wake()
  })
