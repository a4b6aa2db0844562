import type { Plant } from "../pricing/plants.ts"
import { change, order, plant } from "./change.ts"

const rules = change("order/rules")

/** Faults of presales: each must be found. */
export const presalePlants: Readonly<Record<string, Plant>> = {
  "tail-without-expansion": plant(
    "the tail is charged as if the deposit counted for no more than was paid",
    order(
      "deposit",
      "gateway, amount: deposit.tail, expiresAt",
      "gateway, amount: { ...deposit.tail, amount: order.quote.lines.reduce((sum, one) => sum + one.before, 0n) - deposit.amount.amount }, expiresAt"
    )
  ),
  "deposit-without-expansion": plant(
    "a deposit counts for what it is, and not for what was promised",
    change("quote/rules")(
      "offer",
      "granted: [{ reward: offer.reward, picked: qualifying, times: 1, leaves: pay }], pay",
      "granted: [], pay"
    )
  ),
  "presale-beside-others": plant(
    "goods on presale are ordered together with others",
    order("place", "deposit !== undefined && beside > 0", "deposit !== undefined && beside < 0")
  ),
  "deposit-pays-all": plant(
    "who has paid the deposit has paid",
    order(
      "deposit",
      "  const { cancellation: _, ...waiting } = order\n",
      '  if (moment.now > 0) return paid({ ...order, state: "placed" }, moment.now)\n  const { cancellation: _, ...waiting } = order\n'
    )
  ),
  "goods-go-at-deposit": plant(
    "goods are let go when the deposit is paid, and not when the tail is missed",
    order(
      "deposit",
      "import { TailNotOpen, TailOver }",
      'import { releaseStock } from "../../inventory/rules/transfers.ts"\nimport { TailNotOpen, TailOver }'
    ),
    order(
      "deposit",
      "    intents: [wakeUp(order.id, deposit)]\n",
      "    transfers: order.lines.flatMap((line) => releaseStock({ order: order.id, line: line.id, sku: line.sku }, line.places)),\n    intents: [wakeUp(order.id, deposit)]\n"
    )
  ),
  "goods-held-short": plant(
    "goods of a presale are held as long as those of an order that is paid at once",
    order("place", "const heldUntil = (deposit?.until ?? expiresAt)", "const heldUntil = expiresAt")
  ),
  "tail-too-early": plant(
    "a tail is taken before its window opens",
    order("deposit", "if (now < from) return", "if (now < 0) return")
  ),
  "tail-too-late": plant(
    "a tail is taken after its window has closed",
    order("deposit", "return now < until ? Result.succeed", "return now >= from ? Result.succeed"),
    order(
      "deposit",
      "amount: deposit.tail, expiresAt: deposit.until",
      "amount: deposit.tail, expiresAt: order.heldUntil"
    )
  ),
  "tail-never-over": plant(
    "an order whose deposit is paid is not woken up when the time of its tail is over",
    order(
      "deposit",
      "    intents: [wakeUp(order.id, deposit)]\n",
      "    intents: [wakeUp(order.id, deposit)].slice(1)\n"
    )
  ),
  "free-deposit-never-over": plant(
    "an order whose deposit a gift card has paid is not woken up when the time of its tail is over",
    order("place", "...(free ? [] : [ExpireOrder", "...(payment === undefined ? [] : [ExpireOrder")
  ),
  "second-tail-kept": plant(
    "a tail that is paid twice is kept twice",
    order("deposit", "if (!counts) return sendBack(payment, moment)", "if (!counts) return {}")
  ),
  "lapsed-tail-kept": plant(
    "a tail that arrives while its order is being cancelled is kept",
    order(
      "deposit",
      'return join(endPresale(order, "pay", order.cancellation ?? "buyer", first, moment), sendBack(payment, moment))',
      'return endPresale(order, "pay", order.cancellation ?? "buyer", first, moment)'
    )
  ),
  "deposit-always-back": plant(
    "a deposit goes back whoever abandons it",
    rules("deposit", "const kept = !keeps ? 0n :", "const kept = whole > 0n || !keeps ? 0n :")
  ),
  "deposit-kept-by-shop": plant(
    "a deposit is kept although it is the shop that cancels",
    rules("deposit", '(why === "buyer" && withdrawn === "keep")', '(why !== "unpaid" && withdrawn === "keep")')
  ),
  "whole-deposit-kept": plant(
    "all of a deposit is kept, however much of the price it is",
    rules("deposit", "return deposit < most ? deposit : most", "return most < 0n ? most : deposit")
  ),
  "deposit-not-doubled": plant(
    "a shop that cancels owes nothing beside the deposit",
    rules("deposit", 'why === "staff" && seller === "double"', 'why === "lapsed" && seller === "double"')
  ),
  "deposit-forgotten": plant(
    "a paid presale is cancelled, and only its tail goes back",
    order(
      "cancel",
      "first === undefined ? {} : refundAll(first",
      "first === undefined || moment.now > 0 ? {} : refundAll(first"
    )
  ),
  "deposit-not-returned": plant(
    "goods of a presale come back, and no more than the tail is paid for them",
    order("deposit", "for (const id of [deposit?.payment, payment])", "for (const id of [deposit?.payment ?? payment])")
  )
}
