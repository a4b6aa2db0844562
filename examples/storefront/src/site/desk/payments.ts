/** Payments beside what the gateway says of them. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Money } from "pannier/money"
import { capturedAccount, type GatewayState, heard, type PaymentGateway } from "pannier/payment"
import type { Commands, Face } from "pannier/shop"
import { deskPaymentsPage, type DeskPaymentsView, paths, type State } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import { inParallel } from "../furnish.ts"
import { yuan } from "../pages/priced.ts"
import type { Visit } from "../visit.ts"
import { paymentWords, stateOf } from "../words.ts"
import { choose, following, type Tab } from "./queue.ts"

type Payment = Awaited<ReturnType<Face<Commands>["payment"]["get"]>>

const paymentTabs: ReadonlyArray<Tab<Payment["state"]>> = [
  { id: "captured", label: "desk.queue.captured", states: ["captured"] },
  { id: "open", label: "desk.queue.open", states: ["pending", "created", "declined", "closing"] },
  { id: "closed", label: "desk.queue.closed", states: ["closed"] }
]

/** The provider's own queue: asked so many at a time. */
const hands = 4

export const payments: Route = async (visit) => {
  const { as, c, house, language } = visit
  const { id, queues, items, next } = await choose(
    paymentTabs,
    { queue: c.req.query("queue"), after: c.req.query("after") },
    (state, after) => as.payment.list({ state, ...(after === undefined ? {} : { after }) }),
    language
  )
  const says = c.req.query("ask") === undefined ? undefined : await ask(house.partners.gateway, items)
  const back = await leftOn(visit, items)
  const address = paths(language).deskPayments(id)
  const view: DeskPaymentsView = {
    queues,
    rows: items.map((payment) => {
      const said = says?.get(payment.id)
      const captured = payment.state === "captured"
      return {
        payment: payment.id,
        order: payment.order,
        at: payment.createdAt,
        method: language === "zh" ? "沙盒支付" : "Sandbox Pay",
        amount: payment.amount,
        captured: captured ? payment.amount : yuan("0.00"),
        refunded: captured ? back(payment) : yuan("0.00"),
        state: stateOf(paymentWords, payment.state, language),
        ...(captured ? { account: capturedAccount(payment.id, payment.amount.currency).id } : {}),
        ...(said === undefined ? {} : { gatewaySays: saidIn(payment, said, language) })
      }
    }),
    actions: [{ label: say(language, "desk.reconcile"), to: `${address}&ask=1`, post: false, weight: "plain" }],
    ...(says === undefined ? {} : { reconciled: counted(items, says) }),
    ...following(address, next)
  }
  return visit.show(deskPaymentsPage(view, await visit.frame()))
}

const decode = Schema.decodeUnknownSync(Money)
const encode = Schema.encodeSync(Money)

/** What went back of each payment: what was captured less what still stands on its account. */
const leftOn = async ({ house: { shop } }: Visit, items: ReadonlyArray<Payment>) => {
  const accounts = items.map(({ id, amount }) => capturedAccount(id, amount.currency).id)
  const found = await Effect.runPromise(shop.storage.read({ documents: [], accounts, queries: [], at: Date.now() }))
  const left = new Map(items.map(({ id }, index) => [id, found.accounts[index]?.posted ?? 0n]))
  return ({ id, amount }: Payment) => {
    const captured = decode(amount)
    return encode({ amount: captured.amount - (left.get(id) ?? 0n), currency: captured.currency })
  }
}

type Said = GatewayState | "silent"

/** What the gateway says of each payment; one that does not answer is no reason to hide the others. */
const ask = async (gateway: PaymentGateway, items: ReadonlyArray<Payment>): Promise<ReadonlyMap<string, Said>> => {
  const says = new Map<string, Said>()
  await inParallel(items, hands, async ({ id, amount }) => {
    const answer = await Effect.runPromise(Effect.result(gateway.query({ payment: id, amount: decode(amount) })))
    says.set(id, Result.isSuccess(answer) ? answer.success.state : "silent")
  })
  return says
}

/** Both agree when the shop has nothing more to hear, and both say alike whether money came. */
const agrees = ({ state }: Payment, said: Said): boolean =>
  said !== "silent" && heard(state, said) === undefined && (said === "captured") === (state === "captured")

const counted = (items: ReadonlyArray<Payment>, says: ReadonlyMap<string, Said>) => {
  const matched = items.filter((payment) => agrees(payment, says.get(payment.id) ?? "silent")).length
  return { at: Date.now(), matched, differing: items.length - matched }
}

const saidIn = (payment: Payment, said: Said, language: Language): State => {
  const label =
    said === "unknown"
      ? say(language, "desk.unknownToProvider")
      : said === "silent"
        ? say(language, "desk.silent")
        : stateOf(paymentWords, said, language).label
  return { label, mood: agrees(payment, said) ? "good" : "bad" }
}
