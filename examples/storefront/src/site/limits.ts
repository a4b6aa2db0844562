/** How much of a form is read: what is longer is refused before it is read. */
import type { Context } from "hono"
import { bodyLimit } from "hono/body-limit"

/** The longest form of a buyer, and of the staff, whose laboratory takes whole rule sets; in bytes. */
const longest = 100_000
const longestAtDesk = 8_388_608

/** The longest request to the sandbox partners, in bytes: 1 MiB. */
export const partnerLimit = bodyLimit({ maxSize: 1_048_576 })

/** @param answer the page for a form that is too long */
export const formLimit = (answer: (c: Context) => Promise<Response>) => {
  const ofBuyers = bodyLimit({ maxSize: longest, onError: answer })
  const ofStaff = bodyLimit({ maxSize: longestAtDesk, onError: answer })
  return (c: Context, next: () => Promise<void>) =>
    (/^\/[a-z]{2}\/desk\//.test(c.req.path) ? ofStaff : ofBuyers)(c, next)
}
