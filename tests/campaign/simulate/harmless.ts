import type { Plant } from "../pricing/plants.ts"
import { change, command, order, payment, plant } from "./change.ts"

/** Faults that the ledger, a version or a key makes harmless: nobody loses anything, and nothing is found. */
export const harmless: Readonly<Record<string, Plant>> = {
  "refund-unchecked": plant(
    "a refund is not compared with what was captured: the account does not cover it",
    payment("refund", "if (amount.amount <= free) return", "if (amount.amount <= free || free < amount.amount) return")
  ),
  "tender-not-released": plant(
    "an order that was never paid does not let a gift card go: the hold dies by itself",
    order("settle", "    ...releaseSpent(order),\n", "")
  ),
  "stock-picked-twice": plant(
    "two lines of one article are promised the same pieces: the shelf does not cover both",
    change("order/rules")("goods", "    left.set(sku, lessPicked(offers, picks.success))\n", "    void lessPicked\n")
  ),
  "fresh-answer-key": plant(
    "the answer to an intent has another key each time it is tried: it is the same answer",
    command("worker", "key: `answer/${lent.id}`", "key: `answer/${lent.id}/${lent.tries}`")
  ),
  "former-not-closed": plant(
    "a second try to pay leaves the first one open: what is paid twice goes back",
    order("pay", "? {} : closing(former)", '? {} : order.id === "" ? closing(former) : {}')
  ),
  "wake-up-lost": plant(
    "an order that waits for a payment is not woken up when its time is over: the gateway closes the payment by itself",
    order("place", "...(free ? [] : [ExpireOrder", "...(payment !== undefined || free ? [] : [ExpireOrder")
  ),
  "ids-by-chance": plant(
    "a retry makes other ids: the first commit under the key stands",
    command(
      "execute",
      "const moment: Moment = { now: at, actor, id: idMaker(identity.seed) }",
      "const moment: Moment = { now: at, actor, id: idMaker((yield* Chance).hexadecimal(20)) }"
    )
  ),
  "check-lost": plant(
    "the gateway is not asked how a payment stands: whoever closes it when its time is over hears it",
    payment(
      "report",
      "      CheckPayment.of({ payment: payment.id, round: 0 }, { lane: `${payment.id}/check`, due: nextCheck(moment.now, 0) })\n",
      ""
    )
  ),
  "other-payment-believed": plant(
    "what a gateway answers about another payment is taken in: it is true of that one, and this one is asked after all the same",
    payment("errands", "report.payment === id\n", 'report.payment !== ""\n')
  )
}
