import { type Action, orderPage, paths, trackingPage } from "../../look/index.ts"
import { type Amount, money } from "../../text/format.ts"
import type { Route } from "../route.ts"
import { unlessOvertaken, type Visit } from "../visit.ts"
import { isOnline } from "./online.ts"
import { returnable } from "./share.ts"
import { parcelOf, viewOf, type Whole } from "./whole.ts"

export const order: Route = async (visit, { order: id = "" }) => {
  await visit.house.nudge()
  const whole = await visit.as.order.full({ order: id })
  const frame = await visit.frame()
  const cheaper = await visit.as.order.protection({ order: id })
  const drop = cheaper._tag === "Protected" ? cheaper.amount : undefined
  const view = {
    ...viewOf(whole, visit.house.goods, visit.language),
    actions: actionsOf(whole, visit, drop, Date.now())
  }
  return visit.show(orderPage(view, frame))
}

/** What the buyer may do now; the kernel is asked again when it is done. */
const actionsOf = (whole: Whole, { language }: Visit, drop: Amount | undefined, now: number): ReadonlyArray<Action> => {
  const { order: found, returns } = whole
  const to = paths(language)
  const zh = language === "zh"
  const post = (what: string, label: string, weight: Action["weight"]): Action => ({
    label,
    to: to.order(found.id),
    post: true,
    weight,
    fields: { do: what }
  })
  const away = found.lines.some(({ id }) => returnable(whole, id) > 0)
  const open = returns.filter(({ state }) => state === "requested" || state === "approved")
  const waiting = found.state === "placed" && found.payment !== undefined
  const { deposit } = found
  const tail = deposit === undefined ? "" : money(language, deposit.tail)
  const inWindow = deposit !== undefined && deposit.from <= now && now < deposit.until
  // The deposit is at stake until the tail is paid, also while it is being paid.
  const keeps = (found.state === "deposited" || found.state === "payingTail") && deposit?.terms.withdrawn !== "return"
  const cancelling = keeps
    ? zh
      ? "取消订单，定金不退"
      : "Cancel, and lose the deposit"
    : zh
      ? "取消订单"
      : "Cancel the order"
  return [
    ...(waiting
      ? [{ label: zh ? "去付款" : "Pay", to: to.payment(found.payment ?? ""), post: false, weight: "main" as const }]
      : []),
    ...(found.state === "deposited" && inWindow
      ? [post("payTail", zh ? `付尾款 ${tail}` : `Pay the tail, ${tail}`, "main")]
      : []),
    ...(found.state === "payingTail" && deposit?.payment !== undefined
      ? [
          {
            label: zh ? `去付尾款 ${tail}` : `Pay the tail, ${tail}`,
            to: to.payment(deposit.payment),
            post: false,
            weight: "main" as const
          }
        ]
      : []),
    ...(found.state === "shipped" ? [post("receive", zh ? "确认收货" : "It has arrived", "main")] : []),
    ...(drop === undefined
      ? []
      : [
          post(
            "protect",
            zh ? `降价了，退回差价 ${money(language, drop)}` : `Cheaper now: ${money(language, drop)} back`,
            "main"
          )
        ]),
    ...(away
      ? [
          {
            label: backLabel(found.lines.every(isOnline), zh),
            to: to.askReturn(found.id),
            post: false,
            weight: "plain" as const
          }
        ]
      : []),
    ...open.map(({ id }) => ({
      label: zh ? "查看退货" : "Your return",
      to: to.return(id),
      post: false,
      weight: "plain" as const
    })),
    ...(["placed", "deposited", "payingTail", "paid"].includes(found.state)
      ? [post("cancel", cancelling, "danger")]
      : [])
  ]
}

const backLabel = (online: boolean, zh: boolean): string => {
  if (online) return zh ? "申请退款" : "Ask for a refund"
  return zh ? "申请退货" : "Send something back"
}

export const actOnOrder: Route = (visit, { order: id = "" }) =>
  unlessOvertaken(visit, paths(visit.language).order(id), () => act(visit, id))

const act = async (visit: Visit, id: string): Promise<Response> => {
  const { do: what = "", key = "" } = await visit.form()
  const zh = visit.language === "zh"
  if (what === "cancel") {
    await visit.as.order.cancel({ order: id }, { key })
    await visit.house.nudge()
    return visit.go(paths(visit.language).order(id), {
      mood: "good",
      text: zh ? "订单正在取消" : "The order is being cancelled"
    })
  }
  if (what === "payTail") {
    const paying = await visit.as.order.payTail({ order: id, gateway: "sandbox" }, { key })
    await visit.house.nudge()
    return visit.go(paths(visit.language).payment(paying.deposit?.payment ?? ""))
  }
  if (what === "protect") {
    await visit.as.order.protect({ order: id }, { key })
    await visit.house.nudge()
    return visit.go(paths(visit.language).order(id), {
      mood: "good",
      text: zh ? "差价正在退回" : "The difference is on its way back"
    })
  }
  if (what === "receive") {
    await visit.as.order.receive({ order: id }, { key })
    return visit.go(paths(visit.language).order(id), {
      mood: "good",
      text: zh ? "谢谢，祝你喜欢" : "Thank you, we hope you like it"
    })
  }
  return visit.c.notFound()
}

export const parcel: Route = async (visit, { order: id = "", parcel: which = "" }) => {
  await visit.house.nudge()
  const whole = await visit.as.order.full({ order: id })
  const found = whole.shipments.find((one) => one.id === which)
  if (found === undefined) return visit.c.notFound()
  const frame = await visit.frame()
  return visit.show(
    trackingPage({ order: id, parcel: parcelOf(whole, found, visit.house.goods, visit.language) }, frame)
  )
}
