import type { Plant } from "../pricing/plants.ts"
import { payment, plant } from "./change.ts"

/** Faults that only a gateway shows whose keys are forgotten, or whose answers are those to others. */
export const gatewayPlants: Readonly<Record<string, Plant>> = {
  "refund-sent-unasked": plant(
    "a refund that was sent before is sent once more, and its gateway is not asked after it: the key is forgotten after a day",
    payment(
      "errands",
      "const asks = round > 0 || (yield* isOld(requestedAt))",
      "const asks = round < 0 && (yield* isOld(requestedAt))"
    )
  ),
  "other-refund-believed": plant(
    "what a gateway answers about another refund is booked, and the one that was asked about is forgotten",
    payment("errands", 'if (!right || state === "unknown")', 'if ((right && round < 0) || state === "unknown")'),
    payment("errands", "answer(reportRefund, { refund: id,", "answer(reportRefund, { refund: report.refund,")
  )
}
