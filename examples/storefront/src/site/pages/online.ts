/** What of an order is delivered online: nothing of it is sent, and nothing is sent back. */
import type { Commands, Face } from "pannier/shop"
import type { OrderView, State } from "../../look/index.ts"
import { type Language, say } from "../../text/index.ts"
import { onlineReturnWords, onlineWords, orderWords, partlyOnlineWords, returnWords, stateOf } from "../words.ts"

type Order = Awaited<ReturnType<Face<Commands>["order"]["get"]>>
type Return = Awaited<ReturnType<Face<Commands>["return"]["get"]>>
type Lines = Pick<Order, "lines">
type Line = Order["lines"][number]

export const isOnline = ({ kind }: Pick<Line, "kind">): boolean => kind === "virtual"

const wordsFor = ({ lines }: Lines) => {
  if (lines.every(isOnline)) return onlineWords
  return lines.some(({ delivered = 0 }) => delivered > 0) ? partlyOnlineWords : orderWords
}

/** The state of an order in a word: what is delivered online is neither packed nor on its way. */
export const orderState = (order: Pick<Order, "state" | "lines">, language: Language): State =>
  stateOf(wordsFor(order), order.state, language)

/** Whether a return is of goods that are delivered online alone. */
export const isOnlineReturn = (
  { lines }: { readonly lines: ReadonlyArray<{ readonly line: string }> },
  order: Lines
): boolean => lines.every(({ line }) => order.lines.some((one) => one.id === line && isOnline(one)))

/** A return in a word. */
export const returnState = (back: Pick<Return, "state" | "lines">, order: Lines, language: Language): State =>
  stateOf(isOnlineReturn(back, order) ? onlineReturnWords : returnWords, back.state, language)

/** What is delivered online, and whether it was; an order that was cancelled delivers nothing. */
export const onlineOf = (
  { lines, state, deliveredAt }: Order,
  nameOf: (line: Line) => string,
  language: Language
): Pick<OrderView, "online"> => {
  const online = lines.filter((line) => isOnline(line) && (deliveredAt === undefined || line.delivered !== undefined))
  if (online.length === 0 || state === "cancelled" || state === "cancelling") return {}
  return {
    online: {
      text: say(language, deliveredAt === undefined ? "order.onlineSoon" : "order.onlineDone"),
      lines: online.map((line) => ({ name: nameOf(line), quantity: line.quantity }))
    }
  }
}
