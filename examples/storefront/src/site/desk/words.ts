/** How the desk names people, reasons, units and accounts. */
import { message } from "pannier/kernel"
import { amountText, currencyOf } from "pannier/money"
import { ChainBroken } from "pannier/storage"
import { count } from "../../text/format.ts"
import { isTextKey, type Language, say } from "../../text/index.ts"
import type { Goods } from "../goods.ts"
import { nameOf } from "../session.ts"

/** A person by name; a guest by the end of the id, which is enough to tell guests apart. */
export const whoIs = (id: string, language: Language): string => {
  if (id === "system") return say(language, "who.system")
  if (id.startsWith("guest-")) return say(language, "desk.guest", { id: id.slice(-6) })
  return nameOf(id)?.[language] ?? id
}

/** Why something was committed: the command, in words. */
export const reasonOf = (command: string, language: Language): string => {
  const key = `reason.${command}`
  return isTextKey(key) ? say(language, key) : command
}

/** An amount in its unit: money in the decimals of its currency, everything else by the piece. */
export const inUnit = (unit: string, amount: bigint, language: Language): string => {
  const size = amount < 0n ? -amount : amount
  const sign = amount < 0n ? "\u2212" : ""
  if (currencyOf(unit) === undefined) return `${sign}${grouped(String(size), language)}`
  const [whole = "0", decimals] = amountText(size, unit).split(".")
  return `${sign}${grouped(whole, language)}${decimals === undefined ? "" : `.${decimals}`}`
}

const grouped = (digits: string, language: Language): string =>
  digits.length <= 15 ? count(language, Number(digits)) : digits.replace(/\B(?=(\d{3})+$)/g, ",")

/** What a unit counts. */
export const unitName = (unit: string, goods: Goods, language: Language): string => {
  const [, sku] = /^variant:(.+)$/.exec(unit) ?? []
  if (sku !== undefined) return goodsName(sku, goods, language)
  const [, code] = /^uses:(?:uses:)?(.+)$/.exec(unit) ?? []
  if (code !== undefined) return `${say(language, "books.uses")} ${code}`
  const key = `books.${unit}`
  return isTextKey(key) ? say(language, key) : unit
}

/** An article by name and option. */
export const goodsName = (sku: string, goods: Goods, language: Language): string => {
  const found = goods.ofSku(sku)
  if (found === undefined) return sku
  const option = found.variant.label[language]
  if (option === "") return found.good.name[language]
  return `${found.good.name[language]}${language === "zh" ? " " : ", "}${option}`
}

/** What an account is for: the first part of its id says so. */
export const accountKind = (id: string, language: Language): string => {
  const key = `account.${/^[a-z]+/.exec(id)?.[0] ?? ""}`
  return say(language, isTextKey(key) ? key : "account.other")
}

/** An account in a few words: what it is for, and at which place, in whose hands, of which order it stands. */
export const accountName = (id: string, language: Language): string => {
  const [first = "", second = "", third] = id.split(/[/:]/)
  const kind = accountKind(id, language)
  if (first === "supply" || first === "unpaid") return kind
  if (first === "shelf" || first === "lost" || first === "short" || first === "gateway" || first === "settled")
    return `${kind} ${second}`
  if (third !== undefined || first === "captured") return `${kind} …${second.slice(-6)}`
  return id
}

/** Where the chain over the log is broken, in words. */
export const whyBroken = (broken: ChainBroken, language: Language): string => message(ChainBroken, broken)[language]
