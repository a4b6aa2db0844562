/** An order with all that belongs to it, as pages draw it: timeline, parcels, payments, lines. */
import type { Commands, Face } from "pannier/shop"
import type { OrderView, ParcelView, PostalAddress, TimelineEntry } from "../../look/index.ts"
import { places } from "../../seed/index.ts"
import { money } from "../../text/format.ts"
import { type Language, say } from "../../text/index.ts"
import type { Goods } from "../goods.ts"
import { parcelWords, paymentWords, refundWords, stateOf } from "../words.ts"
import { isOnline, isOnlineReturn, onlineOf, orderState } from "./online.ts"
import { lineOffers, taxesOf, waterfallOf, yuan } from "./priced.ts"
import { provinceName } from "./regions.ts"

/** The reply of `order.full`. */
export type Whole = Awaited<ReturnType<Face<Commands>["order"]["full"]>>

type Parcel = Whole["shipments"][number]

/** An address as it is shown; absent where the person was erased, or nobody opened it. */
export const addressOf = (address: Whole["order"]["address"], language: Language): PostalAddress | undefined =>
  address !== undefined && "name" in address
    ? {
        name: address.name,
        phone: address.phone,
        province: provinceName(address.region, language),
        city: address.city,
        district: address.district ?? "",
        street: address.street,
        ...(address.postcode === undefined ? {} : { postcode: address.postcode })
      }
    : undefined

const entry = (
  at: number | undefined,
  mood: TimelineEntry["mood"],
  zh: string,
  en: string,
  language: Language,
  detail?: string
): ReadonlyArray<TimelineEntry> =>
  at === undefined
    ? []
    : [{ at, mood, title: language === "zh" ? zh : en, ...(detail === undefined ? {} : { detail }) }]

const cancellations: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  buyer: ["应你的要求", "At your request"],
  staff: ["由本店取消", "By the shop"],
  unpaid: ["超过付款时间", "It was not paid in time"],
  lapsed: ["付款到达时货品已不再保留", "The payment came when the goods were no longer held"]
}

/** What a payment of an order is for. */
const partOf = ({ deposit, payment }: Whole["order"], id: string): "deposit" | "tail" | "whole" => {
  if (deposit === undefined) return "whole"
  return id === payment ? "deposit" : "tail"
}

const paidWords = {
  whole: ["付款成功", "Paid"],
  deposit: ["定金已付", "The deposit is paid"],
  tail: ["尾款已付", "The tail is paid"]
} as const

const methods = {
  whole: { zh: "沙盒支付", en: "Sandbox Pay" },
  deposit: { zh: "定金 · 沙盒支付", en: "Deposit, Sandbox Pay" },
  tail: { zh: "尾款 · 沙盒支付", en: "Tail, Sandbox Pay" }
} as const

/** What is expected of the tail, while the order waits for it; and what became of a deposit that it did not follow. */
const presaleEntries = ({ order }: Whole, language: Language, now: number): ReadonlyArray<TimelineEntry> => {
  const { deposit, state } = order
  if (deposit === undefined) return []
  const tail = money(language, deposit.tail)
  const ahead = (at: number, zh: string, en: string, detail?: string): ReadonlyArray<TimelineEntry> =>
    entry(at, "waiting", zh, en, language, detail).map((one) => ({ ...one, ahead: true }))
  return [
    ...(state === "deposited" || state === "payingTail"
      ? [
          ...(deposit.from > now ? ahead(deposit.from, "开始付尾款", "The tail can be paid", tail) : []),
          ...ahead(deposit.until, "尾款截止", "The last moment for the tail")
        ]
      : []),
    ...(deposit.kept === undefined
      ? []
      : entry(order.cancelledAt, "bad", "定金不退", "The deposit is kept", language, money(language, deposit.kept))),
    ...(deposit.owed === undefined
      ? []
      : entry(
          order.cancelledAt,
          "good",
          "定金双倍返还",
          "Owed to you beside the deposit",
          language,
          money(language, deposit.owed)
        ))
  ]
}

type Who = "buyer" | "staff" | "system" | "gateway" | "carrier"

/** The same, done by somebody; only where the documents say who it was. */
const by = (
  who: Who | undefined,
  entries: ReadonlyArray<TimelineEntry>,
  language: Language
): ReadonlyArray<TimelineEntry> =>
  who === undefined ? entries : entries.map((one) => ({ ...one, who: say(language, `who.${who}`) }))

/** Who ended an order: time, where nobody paid. */
const endedBy: Readonly<Record<string, Who>> = { buyer: "buyer", staff: "staff", unpaid: "system", lapsed: "system" }

/** What happened, and who did it, the oldest first. */
const timelineOf = (whole: Whole, language: Language): ReadonlyArray<TimelineEntry> => {
  const { order, payments, refunds, shipments, returns } = whole
  const why = cancellations[order.cancellation ?? ""]
  const told = (
    who: Who | undefined,
    at: number | undefined,
    mood: TimelineEntry["mood"],
    zh: string,
    en: string,
    detail?: string
  ) => by(who, entry(at, mood, zh, en, language, detail), language)
  const happened = [
    ...told("buyer", order.placedAt, "good", "下单，货品已为你保留", "Ordered, and the goods held for you"),
    ...payments.flatMap(({ id, capturedAt }) => {
      const [zh, en] = paidWords[partOf(order, id)]
      return told("gateway", capturedAt, "good", zh, en)
    }),
    ...presaleEntries(whole, language, Date.now()),
    ...shipments.flatMap((parcel) => [
      ...told("staff", parcel.createdAt, "good", "已交给承运商", "Handed to the carrier", parcel.trackingNumber),
      ...parcel.events.map((scan) => scanned(scan, language))
    ]),
    ...told(
      "system",
      order.deliveredAt,
      "good",
      "线上商品已交付",
      "Delivered online",
      say(language, "order.onlineDone")
    ),
    // The buyer says so, or staff for the buyer: the order does not keep which. What is delivered online is received with that.
    ...(order.lines.every(isOnline) && order.receivedAt === order.deliveredAt
      ? []
      : told(undefined, order.receivedAt, "good", "已收货", "Received")),
    ...returns.flatMap((back) => [
      ...told("buyer", back.requestedAt, "waiting", "申请退货", "Return asked for"),
      ...(isOnlineReturn(back, order)
        ? told("staff", back.receivedAt, "good", "已同意退款", "Refund agreed to")
        : told("staff", back.receivedAt, "good", "退货已收到", "Returned goods received"))
    ]),
    ...refunds.flatMap(({ requestedAt, resolvedAt, state, settlement }) => [
      ...told("system", requestedAt, "waiting", "退款已发起", "Refund sent"),
      ...(state === "succeeded"
        ? told("gateway", resolvedAt, "good", "退款已到账", "Refund arrived")
        : told("gateway", resolvedAt, "bad", "退款失败", "Refund failed")),
      ...told("staff", settlement?.at, "good", "退款已另行付给", "Refund paid in another way")
    ]),
    ...told(
      endedBy[order.cancellation ?? ""],
      order.cancelledAt,
      "quiet",
      "订单取消",
      "Cancelled",
      why?.[language === "zh" ? 0 : 1]
    )
  ]
  return happened.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

/** What the carrier told of a parcel. */
const scanned = ({ at, place, status }: Parcel["events"][number], language: Language): TimelineEntry => {
  const { label, mood } = stateOf(parcelWords, status, language)
  return { at, title: label, mood, detail: place, who: say(language, "who.carrier") }
}

/** A parcel with where it is. */
export const parcelOf = (whole: Whole, parcel: Parcel, goods: Goods, language: Language): ParcelView => ({
  id: parcel.id,
  title: language === "zh" ? `包裹 ${parcel.trackingNumber ?? ""}` : `Parcel ${parcel.trackingNumber ?? ""}`,
  state: stateOf(parcelWords, parcel.state, language),
  from: places.find(({ id }) => id === parcel.place)?.name[language] ?? parcel.place,
  carrier: language === "zh" ? "沙盒快递" : "Sandbox Express",
  ...(parcel.trackingNumber === undefined ? {} : { tracking: parcel.trackingNumber }),
  lines: parcel.lines.map(({ line, sku, quantity }) => ({ name: nameOf(whole, line, sku, goods, language), quantity })),
  events: parcel.events.map((scan) => scanned(scan, language))
})

const nameOf = (whole: Whole, line: string, sku: string, goods: Goods, language: Language): string => {
  const ordered = whole.order.lines.find(({ id }) => id === line)
  const option = goods.ofSku(sku)?.variant.label[language] ?? ""
  return `${ordered?.name[language] ?? sku}${option === "" ? "" : ` ${option}`}`
}

/** What an order's page shows, but for what may be done. */
export const viewOf = (whole: Whole, goods: Goods, language: Language): Omit<OrderView, "actions"> => {
  const { order, payments, refunds, shipments } = whole
  const address = addressOf(order.address, language)
  return {
    number: order.id,
    state: orderState(order, language),
    placedAt: order.placedAt,
    timeline: timelineOf(whole, language),
    parcels: shipments.map((parcel) => parcelOf(whole, parcel, goods, language)),
    ...onlineOf(order, ({ id, sku }) => nameOf(whole, id, sku, goods, language), language),
    lines: order.lines.map((line) => {
      const quoted = order.quote.lines.find(({ id }) => id === line.id)
      const found = goods.ofSku(line.sku)
      const option = found?.variant.label[language] ?? ""
      return {
        name: line.name[language],
        product: found?.good.id ?? line.sku,
        picture: found?.good.picture ?? { motif: "pouch", tones: ["walnut"] },
        quantity: line.quantity,
        total: yuan(quoted?.gross ?? "0.00"),
        offers: quoted === undefined ? [] : lineOffers(quoted, language),
        ...(option === "" ? {} : { option })
      }
    }),
    waterfall: waterfallOf(order.quote, language),
    taxes: taxesOf(order.quote, language),
    total: order.total,
    payments: [
      ...payments.map(({ id, amount, state, capturedAt }) => ({
        label: methods[partOf(order, id)][language],
        amount,
        state: stateOf(paymentWords, state, language),
        ...(capturedAt === undefined ? {} : { at: capturedAt })
      })),
      ...refunds.map(({ amount, state, requestedAt }) => ({
        label: language === "zh" ? "退款" : "Refund",
        amount: { amount: `-${amount.amount}`, currency: amount.currency },
        state: stateOf(refundWords, state, language),
        at: requestedAt
      }))
    ],
    ...(address === undefined ? {} : { address }),
    ...(typeof order.note === "string" ? { note: order.note } : {})
  }
}
