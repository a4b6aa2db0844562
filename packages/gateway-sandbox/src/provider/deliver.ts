import { bytesOf, headerNames, type Signer, timestampOf } from "../signature.ts"
import { Notice, write } from "../wire.ts"
import type { Book, Due } from "./book.ts"

/** How long a shop has to take a callback, in milliseconds. */
const patience = 5_000

/** The longest sleep between two looks at what is due, in milliseconds. */
const longestPause = 1_000

/** Sends callbacks and writes down whether they arrived: what is answered with a status from 200 to 299 has. */
export const deliverer = ({
  book,
  keys,
  merchant,
  clock,
  nonce,
  fetch
}: {
  readonly book: Book
  readonly keys: Signer
  readonly merchant: string
  readonly clock: () => number
  readonly nonce: () => string
  readonly fetch: (request: Request) => Promise<Response>
}) => {
  const underWay = new Set<string>()

  const send = async (due: Due): Promise<boolean> => {
    const told = book.told(due.event)
    if (told === undefined) return false
    const { notify, ...notice } = told
    const body = write(Notice, { ...notice, merchant, nonce: nonce() })
    const timestamp = timestampOf(clock())
    const signature = await keys.sign(timestamp, bytesOf(body))
    const request = new Request(notify, {
      method: "POST",
      redirect: "manual",
      body,
      signal: AbortSignal.timeout(patience),
      headers: {
        "content-type": "application/json",
        [headerNames.timestamp]: timestamp,
        [headerNames.signature]: signature
      }
    })
    try {
      const response = await fetch(request)
      await response.body?.cancel()
      return response.ok
    } catch (cause) {
      // Whatever kept it from arriving, it is sent again; a defect of this program is none of that.
      if (cause instanceof TypeError || cause instanceof DOMException) return false
      throw cause
    }
  }

  /** @param payment only what is to be told of this payment */
  const deliver = async (payment?: string): Promise<number> => {
    const due = book
      .due(clock())
      .filter(({ event, copy }) => !underWay.has(`${event}/${copy}`))
      .filter(({ event }) => payment === undefined || book.told(event)?.payment === payment)
    const arrived = await Promise.all(
      due.map(async (one) => {
        const key = `${one.event}/${one.copy}`
        underWay.add(key)
        try {
          const took = await send(one)
          book.sent(one, took, clock())
          return took
        } finally {
          underWay.delete(key)
        }
      })
    )
    return arrived.filter((took) => took).length
  }

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const at = clock()
      book.pass(at)
      await deliver()
      await pause(Math.min(Math.max((book.nextDue ?? Infinity) - clock(), 10), longestPause), signal)
    }
  }

  return { deliver, run }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
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
