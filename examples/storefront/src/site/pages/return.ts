import { isFault } from "pannier/order"
import { type Action, paths, type ReturnFormView, returnFormPage, returnPage } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import type { Route } from "../route.ts"
import type { Goods } from "../goods.ts"
import { inWords, type Visit } from "../visit.ts"
import { returnReasons } from "../words.ts"
import { yuan } from "./priced.ts"
import { comingBack, moneyOf, returnable, shareOf, sharesOf } from "./share.ts"
import { isOnline, isOnlineReturn, returnState } from "./online.ts"

/** The variant of an article, where it has several. */
const optionOf = (article: ReturnType<Goods["ofSku"]>, language: Language): { readonly option?: string } => {
  const option = article?.variant.label[language] ?? ""
  return option === "" ? {} : { option }
}

type Typed = Readonly<Record<string, string>>

export const askReturn: Route = (visit, { order = "" }) => show(visit, order, {}, [])

/** The longest word of a buyer on a return, in characters. */
const longestNote = 500

const show = async (
  visit: Visit,
  id: string,
  typed: Typed,
  problems: ReadonlyArray<string>,
  wrongNote?: string
): Promise<Response> => {
  const {
    house: { goods },
    language
  } = visit
  const whole = await visit.as.order.full({ order: id })
  const frame = await visit.frame()
  const online = whole.order.lines.every(isOnline)
  // What was delivered online comes back for a fault alone, so that nothing else is offered.
  const reasons = Object.entries(returnReasons).filter(([reason]) => !online || isFault(reasonOf(reason)))
  const view: ReturnFormView = {
    order: id,
    ...(online ? { online: true as const } : {}),
    lines: whole.order.lines.map((line) => {
      const quoted = whole.order.quote.lines.find((one) => one.id === line.id)
      const found = goods.ofSku(line.sku)
      const asked = comingBack(whole, line.id)
      const most = returnable(whole, line.id)
      return {
        id: line.id,
        name: line.name[language],
        picture: found?.good.picture ?? { motif: "pouch", tones: ["walnut"] },
        ...optionOf(found, language),
        quantity: line.quantity,
        total: yuan(quoted?.gross ?? "0.00"),
        most,
        chosen: Math.max(0, Math.min(Number(typed[`back-${line.id}`] ?? 0) || 0, most)),
        each: moneyOf(shareOf(whole, line.id, line.refunded.quantity, Math.min(1, most)), whole),
        all: moneyOf(shareOf(whole, line.id, line.refunded.quantity, most), whole),
        ...(most === 0 ? { barred: say(language, asked > 0 ? "return.askedBefore" : "return.noneLeft") } : {}),
        ...(most > 0 && !online && isOnline(line) ? { terms: say(language, "return.faultOnly") } : {})
      }
    }),
    reasons: reasons.map(([value, [zh, en]], index) => ({
      value,
      label: language === "zh" ? zh : en,
      chosen: typed["reason"] === undefined ? index === 0 : typed["reason"] === value
    })),
    note: { value: typed["note"] ?? "", most: longestNote, ...(wrongNote === undefined ? {} : { error: wrongNote }) },
    problems
  }
  return visit.show(returnFormPage(view, frame), problems.length === 0 && wrongNote === undefined ? 200 : 422)
}

export const sendReturn: Route = async (visit, { order = "" }) => {
  const typed = await visit.form()
  const zh = visit.language === "zh"
  const wanted = Object.entries(typed).flatMap(([name, value]) =>
    name.startsWith("back-") ? [{ line: name.slice(5), said: value.trim() }] : []
  )
  // What cannot be read is not left out: less would come back than somebody has written.
  if (wanted.some(({ said }) => !/^\d{0,4}$/.test(said))) {
    return show(visit, order, typed, [say(visit.language, "form.badQuantity", { most: 9999 })])
  }
  const lines = wanted.flatMap(({ line, said }) => (Number(said) > 0 ? [{ line, quantity: Number(said) }] : []))
  if (lines.length === 0) return show(visit, order, typed, [zh ? "请选择要退的件数" : "Please say how many come back"])
  const remark = (typed["note"] ?? "").trim()
  if (remark.length > longestNote) {
    const tooLong = say(visit.language, "form.tooLong", { most: longestNote })
    return show(visit, order, typed, [], tooLong)
  }
  try {
    const made = await visit.as.return.request(
      { order, lines, reason: reasonOf(typed["reason"]), ...(remark === "" ? {} : { remark }) },
      { key: typed["key"] ?? "" }
    )
    return visit.go(paths(visit.language).return(made.id))
  } catch (cause) {
    return show(visit, order, typed, [await named(visit, order, inWords(cause, visit.language))])
  }
}

/** The kernel knows the lines of an order by their ids; buyers know them by name. */
const named = async ({ as, language }: Visit, id: string, text: string): Promise<string> => {
  const { lines } = await as.order.get({ order: id })
  const nameOf = (line: string): string | undefined => lines.find((one) => one.id === line)?.name[language]
  return text.replace(/`([^`]*)`/g, (whole, line: string) => nameOf(line) ?? whole)
}

type Reason = "no longer wanted" | "damaged" | "wrong item" | "not as described" | "other"

const isReason = (text: string | undefined): text is Reason => text !== undefined && Object.hasOwn(returnReasons, text)
const reasonOf = (text: string | undefined): Reason => (isReason(text) ? text : "other")

/** What is said of goods that are taken back: those that were delivered online are not sent. */
const takenIn = (online: boolean, zh: boolean): string => {
  if (online) return zh ? "已同意退款" : "Refund agreed to"
  return zh ? "收到退货" : "Goods received"
}

export const returned: Route = async (visit, { return: id = "" }) => {
  const {
    as,
    house: { goods },
    language
  } = visit
  await visit.house.nudge()
  const found = await as.return.get({ return: id })
  const whole = await as.order.full({ order: found.order })
  const shares = sharesOf(found, whole)
  const frame = await visit.frame()
  const zh = language === "zh"
  const to = paths(language)
  const mayWithdraw = found.state === "requested" || found.state === "approved"
  const withdraw: Action = {
    label: zh ? "撤回申请" : "Withdraw",
    to: to.return(id),
    post: true,
    weight: "danger",
    fields: { do: "withdraw" }
  }
  return visit.show(
    returnPage(
      {
        number: found.id,
        order: found.order,
        state: returnState(found, whole.order, language),
        timeline: [
          { at: found.requestedAt, title: zh ? "申请退货" : "Asked for", mood: "good" },
          ...(found.receivedAt === undefined
            ? []
            : [
                { at: found.receivedAt, title: takenIn(isOnlineReturn(found, whole.order), zh), mood: "good" as const }
              ]),
          ...(found.state === "refunded" ? [{ title: zh ? "退款到账" : "Money sent back", mood: "good" as const }] : [])
        ],
        lines: found.lines.map(({ line, quantity }, index) => {
          const ordered = whole.order.lines.find((one) => one.id === line)
          const article = goods.ofSku(ordered?.sku ?? "")
          return {
            name: ordered?.name[language] ?? line,
            picture: article?.good.picture ?? { motif: "pouch", tones: ["walnut"] },
            quantity,
            total: moneyOf(shares[index] ?? 0n, whole),
            ...optionOf(article, language)
          }
        }),
        refund:
          found.amount === undefined ? [] : [{ kind: "total", label: zh ? "退款" : "Refund", amount: found.amount }],
        actions: mayWithdraw ? [withdraw] : []
      },
      frame
    )
  )
}

export const actOnReturn: Route = async (visit, { return: id = "" }) => {
  const { do: what = "", key = "" } = await visit.form()
  if (what !== "withdraw") return visit.c.notFound()
  await visit.as.return.withdraw({ return: id }, { key })
  return visit.go(paths(visit.language).return(id))
}
