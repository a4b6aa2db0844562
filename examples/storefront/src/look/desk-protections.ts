/** What went back because goods have become cheaper (价保), drop by drop, with the refund of each. */
import { tell } from "../text/index.ts"
import { type Html, nothing } from "./html.ts"
import { paths } from "./paths.ts"
import { table } from "./table.ts"
import type { Frame } from "./view.ts"
import type { DeskOrderView } from "./view-desk.ts"

export const protectionTable = ({ protections = [] }: DeskOrderView, frame: Frame): Html => {
  if (protections.length === 0) return nothing
  const t = tell(frame.language)
  return table(frame, {
    caption: t("desk.protections"),
    columns: [
      { name: t("ledger.at") },
      { name: t("desk.goods") },
      { name: t("ledger.amount"), figures: true },
      { name: t("desk.protectionPoints"), figures: true },
      { name: t("desk.refund") },
      { name: t("desk.state") }
    ],
    rows: protections.map((one) => [
      { at: one.at },
      { text: one.goods },
      { amount: one.amount },
      { figure: String(one.points) },
      one.refund === undefined
        ? { text: "" }
        : { text: one.refund, code: true, to: paths(frame.language).deskRefunds() },
      one.state === undefined ? { text: "" } : { state: one.state }
    ]),
    empty: ""
  })
}
