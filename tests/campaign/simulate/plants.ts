import type { Change, Plant } from "../pricing/plants.ts"
import { change, command, order, payment, plant } from "./change.ts"
import { gatewayPlants } from "./gateway-plants.ts"
import { presalePlants } from "./presale-plants.ts"
import { staffPlants } from "./staff-plants.ts"
import { virtualPlants } from "./virtual-plants.ts"

const returned = change("order/rules")
const logistics = change("logistics/commands")
const memory = change("memory")

/** The bound of a family of accounts is not asked. */
const unbounded = (family: string): Change =>
  change("ledger")(
    "rules",
    "if (account.floor === undefined || posted",
    `if (account.id.startsWith("${family}") || account.floor === undefined || posted`
  )

const lost = (name: string): Change =>
  order("reactions", `  ${name}${name === "returnRefunded" ? "\n]" : ",\n"}`, name === "returnRefunded" ? "\n]" : "")

/** Faults that cost somebody money, goods or an answer: each must be found. */
export const plants: Readonly<Record<string, Plant>> = {
  "coupon-check-then-act": plant(
    "a code's uses are looked at and not reserved: whoever looks at the same time has them too",
    unbounded("uses:")
  ),
  "customer-limit-unbounded": plant(
    "how often each customer may use a code is looked at and not bounded",
    change("ledger")(
      "rules",
      "if (account.ceiling === undefined ||",
      'if (account.id.startsWith("uses:") || account.ceiling === undefined ||'
    )
  ),
  "shelf-oversold": plant("pieces on a shelf are looked at and not reserved", unbounded("shelf/")),
  "card-spent-twice": plant("what is left of a gift card is looked at and not reserved", unbounded("giftCard:")),
  "captured-unbounded": plant("what was captured can go back more than once", unbounded("captured:")),
  "hold-not-counted": plant(
    "what is held is offered to the next",
    change("ledger")("rules", "    this.#add(held.from, { outgoing: held.amount })\n", "")
  ),
  "release-before-cancel": plant(
    "an order whose time is up lets its goods go before the gateway has said that it is closed",
    order(
      "cancel",
      "import { moved, undo }",
      'import { releaseStock } from "../../inventory/rules/transfers.ts"\nimport { moved, undo }'
    ),
    order(
      "cancel",
      'moved(order, "expire", { cancellation: "unpaid" }, OrderExpiring.of(about(order))),\n          ...(shut.changes ?? [])\n        ],',
      'moved(order, "expire", { cancellation: "unpaid" }, OrderExpiring.of(about(order))),\n          ...(shut.changes ?? [])\n        ],\n        transfers: order.lines.flatMap((line) => releaseStock({ order: order.id, line: line.id, sku: line.sku }, line.places)),'
    )
  ),
  "quote-until-included": plant(
    "a quote still holds at the instant at which it ends",
    order("place", "now >= quote.expiresAt", "now > quote.expiresAt")
  ),
  "quote-outlived": plant("a quote holds for ever", order("place", "now >= quote.expiresAt", "now < 0")),
  "lapse-forgotten": plant(
    "a payment that arrives after the goods were let go pays the order all the same",
    order("reactions", "moment.now >= order.heldUntil", "moment.now < 0")
  ),
  "lapsed-money-kept": plant(
    "a payment that arrives after the goods were let go is kept",
    order(
      "reactions",
      'join(letGo(order, "lapse", "lapsed", moment.now), sendBack(payment, moment))',
      'letGo(order, "lapse", "lapsed", moment.now)'
    )
  ),
  "cancelled-money-kept": plant(
    "a payment that arrives while its order is being cancelled is kept",
    order(
      "reactions",
      'join(letGo(order, "pay", order.cancellation ?? "buyer", moment.now), sendBack(payment, moment))',
      'letGo(order, "pay", order.cancellation ?? "buyer", moment.now)'
    )
  ),
  "second-payment-kept": plant(
    "a payment that does not count is kept",
    order("reactions", "if (!counts) return sendBack(payment, moment)", "if (!counts) return {}")
  ),
  "former-payment-counts": plant(
    "any payment of an order pays it, not only the one that counts",
    order(
      "reactions",
      'order.payment === payment.id && allows(orderMachine, order.state, "pay")',
      'allows(orderMachine, order.state, "pay")'
    )
  ),
  "remainder-dropped": plant(
    "what the floors of a split leave is given to nobody",
    change("quote/rules")("spread", "giveToLargest(count, left, whole, byPlace)", "void giveToLargest")
  ),
  "fresh-key-on-retry": plant(
    "a refund that is tried again is sent under a key of its own",
    payment("errands", "perform: (refund, { round }) =>", "perform: (refund, { round }, { tries }) =>"),
    payment("errands", "sent(one, refund, round)", "sent(one, refund, round, tries)"),
    payment("errands", "refund: Refund, round: number)", "refund: Refund, round: number, tries: number)"),
    payment(
      "errands",
      "yield* one.refund(request) :",
      "{ ...(yield* one.refund(tries > 1 ? { ...request, refund: `${id}-${tries}` } : request)), refund: id } :"
    )
  ),
  "repeat-without-dedupe": plant(
    "a key that stands already is carried out once more",
    memory(
      "storage",
      "if (receipt !== undefined) return repeat(receipt, commit)",
      "if (receipt !== undefined && commit.at < 0) return repeat(receipt, commit)"
    )
  ),
  "receipt-never-asked": plant(
    "a refusal speaks without asking whether it is the echo of its own success",
    command("execute", "const receipt = doubtful ? ", "const receipt = tries < 0 && doubtful ? ")
  ),
  "receipt-too-early": plant(
    "the receipt is looked up before the refusal is known, and only then",
    command(
      "execute",
      "  let doubtful = options.key !== undefined\n",
      "  const early = yield* engine.storage.receipt(identity.key)\n  let doubtful = options.key !== undefined\n"
    ),
    command(
      "execute",
      "const receipt = doubtful ? yield* engine.storage.receipt(identity.key) : undefined",
      "const receipt = doubtful ? early : undefined"
    )
  ),
  "stale-write-accepted": plant(
    "a document is written over whatever somebody else wrote meanwhile",
    memory(
      "storage",
      'if (actual !== expected) return Result.fail({ _tag: "StaleVersion", collection, id, expected, actual })\n      const',
      "const"
    )
  ),
  "intent-never-done": plant(
    "an intent that was answered stays in the log",
    memory(
      "storage",
      "for (const id of commit.done) this.lanes.leave(id)",
      "for (const id of commit.done.slice(1)) this.lanes.leave(id)"
    )
  ),
  "answer-without-intent": plant(
    "the worker takes an answer in and does not say which intent it answers",
    command("worker", "done: [lent.id]", "done: []")
  ),
  "time-goes-back": plant(
    "the log is given whatever a clock says, also where it stands behind",
    change("storage")("rules", "Result.succeed(last) : Result.fail", "Result.succeed(at) : Result.fail")
  ),
  "position-skipped": plant(
    "a refused commit leaves a gap in the log",
    memory(
      "storage",
      "const position = this.log.length + 1",
      "const position = this.log.length + 1 + (commit.guards.length > 3 ? 1 : 0)"
    )
  ),
  "capture-reaction-lost": plant("nobody hears that a payment was captured", lost("captured")),
  "close-reaction-lost": plant("nobody hears that a payment was closed", lost("closed")),
  "void-reaction-lost": plant("nobody hears that a parcel was called off", lost("shipmentVoided")),
  "refund-reaction-lost": plant(
    "a return does not hear that its money has arrived",
    order("reactions", "  shipmentVoided,\n  returnRefunded,\n", "  shipmentVoided,\n")
  ),
  "retry-reaction-lost": plant(
    "a return does not hear that its refund was followed by another",
    order("reactions", "  refundRetried,\n  claimsReturned\n", "  claimsReturned\n")
  ),
  "receive-reaction-lost": plant(
    "points and cashback never come to be spent",
    order("reactions", "  delivered,\n  received,", "  delivered,")
  ),
  "refund-without-hold": plant(
    "a refund is asked for without holding the money for it",
    payment(
      "refund",
      "  return {\n    refund,\n    changes: [put(refunds, refund, RefundRequested.of(about(refund)))],\n    transfers: [",
      "  return {\n    refund,\n    changes: [put(refunds, refund, RefundRequested.of(about(refund)))],\n    transfers: true ? [] : ["
    )
  ),
  "failed-refund-booked": plant(
    "a refund that failed is booked as if it had arrived",
    payment(
      "refund",
      'transfers: [succeeded ? { kind: "settle", hold }',
      'transfers: [now > 0 ? { kind: "settle", hold }'
    )
  ),
  "refund-never-booked": plant(
    "a refund that arrived is let go as if it had failed",
    payment(
      "refund",
      'transfers: [succeeded ? { kind: "settle", hold }',
      'transfers: [now < 0 ? { kind: "settle", hold }'
    )
  ),
  "refund-hold-short": plant(
    "the money for a refund is held for a minute, however long the gateway takes",
    payment("refund", "until: endOfTime", "until: moment.now + 60_000")
  ),
  "pending-refund-forgotten": plant(
    "a refund that is pending is not asked after again",
    payment(
      "refund",
      "intents: asked ? [askAgain(refund, report.round, now)] : []",
      "intents: asked ? [askAgain(refund, report.round, now)].slice(1) : []"
    )
  ),
  "coupon-not-returned": plant(
    "a cancelled order keeps its use of a code",
    order(
      "settle",
      '...(order.returnClaims === "never" ? [] : claimsBack(order, bounds)),',
      "...(bounds ? [] : claimsBack(order, bounds)),"
    )
  ),
  "goods-not-returned": plant(
    "goods of a cancelled order do not go back on the shelf",
    order(
      "settle",
      "...order.lines.flatMap((line) => unsellStock(order.id, stockLine(order, line), line.places)),\n",
      ""
    ),
    order("settle", "settleStock, unsellStock", "settleStock")
  ),
  "cancelled-without-refund": plant(
    "a paid order is cancelled and its money kept",
    order("cancel", "waited === undefined ? {} : refundAll", "moment.now > 0 || waited === undefined ? {} : refundAll")
  ),
  "tender-not-returned": plant(
    "a cancelled order keeps what a gift card paid of it",
    order("settle", "...(spent === undefined", "...(now > 0 || spent === undefined")
  ),
  "goods-not-taken": plant(
    "a paid order does not take the goods that were held for it",
    order("settle", "    ...order.lines.flatMap((line) => settleStock(stockLine(order, line), line.places)),\n", "")
  ),
  "coupon-not-taken": plant(
    "a paid order does not take the use of a code that was held for it",
    order(
      "settle",
      '      ...order.quote.claims.map((_claim, index) => ({ kind: "settle" as const, hold: claimId(order.id, index) })),\n',
      ""
    )
  ),
  "tender-not-taken": plant(
    "a paid order does not take what a gift card holds for it",
    order("settle", "    ...settleSpent(order),\n", "")
  ),
  "cart-left-open": plant(
    "a cart can be ordered again",
    order("place", "      put(carts, closed, CartOrdered.of({ cart: cart.id, order: id })),\n", "")
  ),
  "stale-price-at-capture": plant(
    "a second try to pay asks for the whole price, also for what a gift card has paid or is due at the tail",
    order("pay", "amount: dueFirst(order)", "amount: { ...order.total, amount: order.quote.grand }")
  ),
  "tender-forgotten": plant(
    "the buyer is charged for what a gift card has paid as well",
    order("place", "=> due ?? grand", "=> (due === undefined || due > 0n ? grand : due)")
  ),
  "shipped-not-counted": plant(
    "goods leave the shop and the books do not hear of it",
    order(
      "ship",
      "          transfers: sent.map(({ line, sku, quantity }) =>\n            shipStock(shipment.id, { order: order.id, line, sku }, quantity)\n          ),\n",
      ""
    )
  ),
  "void-without-goods": plant(
    "goods of a parcel that was called off are not to be sent any more",
    order(
      "ship",
      "return { changes: [moved(order, event, {}, OrderUnshipped.of({ order: order.id, shipment }))], transfers }",
      "return { changes: [moved(order, event, {}, OrderUnshipped.of({ order: order.id, shipment }))] }"
    )
  ),
  "carrier-not-told": plant(
    "a parcel is called off and its carrier fetches it all the same",
    logistics(
      "ship",
      "intents: [CancelShipment.of({ shipment: shipment.id }, { lane: shipment.id })]",
      "intents: [CancelShipment.of({ shipment: shipment.id }, { lane: shipment.id })].slice(1)"
    )
  ),
  "refund-rounded-by-step": plant(
    "each step of a return is rounded by itself",
    change("quote/rules")("refund", "const last = money(before + now)", "const last = first + money(1) * BigInt(now)")
  ),
  "refund-before-forgotten": plant(
    "a return is worth as much as the first pieces, whatever came back before",
    returned("refund", "const history = [...earlier(order), returnedBy(", "const history = [returnedBy(")
  ),
  "scrapped-restocked": plant(
    "what came back broken is counted as fit for sale in the inspection",
    order("return", "restocked: quantity - bad, scrapped: bad", "restocked: quantity, scrapped: 0")
  ),
  "restock-lost": plant(
    "what came back fit for sale is not put on the shelf",
    order("return", "...(restocked > 0 ? restockReturned", "...(restocked < 0 ? restockReturned")
  ),
  "poll-lost": plant(
    "the carrier is never asked where a parcel is",
    logistics(
      "ship",
      "intents: pollAgain(booked, delivery.value, now)",
      "intents: pollAgain(booked, delivery.value, now).slice(1)"
    )
  ),
  "late-report-wins": plant(
    "a scan that arrives late moves a parcel back",
    change("logistics/rules")(
      "tracking",
      "if (ranks[status] > ranks[furthest] ||",
      "if (ranks[status] !== ranks[furthest] ||"
    )
  ),
  "refused-booking-ignored": plant(
    "a carrier that will not come is believed to come",
    logistics(
      "errands",
      'if (booked._tag === "Declined") return answer(reportBooking, { shipment: id })',
      'if (booked._tag === "Declined") return answer(reportBooking, { shipment: id, accepted: { trackingNumber: id } })'
    )
  ),
  "claims-not-released": plant(
    "an order that was never paid does not let its codes go until their holds die",
    order(
      "settle",
      '    ...order.quote.claims.map((_, index) => ({ kind: "release" as const, hold: claimId(order.id, index) })),\n',
      ""
    )
  ),
  "unknown-is-failure": plant(
    "a connection that broke is taken for a refusal: what was not done is not tried again",
    command("execute", '    case "Unknown":\n      return true', "      return true"),
    command(
      "execute",
      '    case "ClockSkew":\n    case "AlreadyExists":',
      '    case "ClockSkew":\n    case "Unknown" as never:\n    case "AlreadyExists":'
    )
  ),
  ...presalePlants,
  ...gatewayPlants,
  ...staffPlants,
  ...virtualPlants
}
