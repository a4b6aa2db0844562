/** HTML as hono writes it: every value escaped unless it is HTML already. */
import { html, raw } from "hono/html"

export { html, raw }

export type Html = ReturnType<typeof html>

/** Nothing, where a part is absent. */
export const nothing = raw("")
