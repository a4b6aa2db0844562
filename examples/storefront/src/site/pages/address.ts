/** The fields of the checkout: what may stand in them, what is wrong with them, and the address they make. */
import { type Language, say } from "../../text/index.ts"
import { codeOf } from "./regions.ts"

/** What was typed into a form, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>

/** What is wrong, by the name of the field. */
export type Errors = Readonly<Record<string, string>>

export const addressFields = ["name", "phone", "province", "city", "district", "street", "postcode"] as const

/** How many characters a field takes: what the shop takes of it. */
export const longest: Readonly<Record<(typeof addressFields)[number] | "note", number>> = {
  name: 100,
  phone: 25,
  province: 50,
  city: 100,
  district: 100,
  street: 300,
  postcode: 12,
  note: 500
}

const required: ReadonlyArray<string> = ["name", "phone", "province", "city", "street"]

/** What makes a label read otherwise than it is written: overrides and isolates of direction. */
const deceives = /[\u202a-\u202e\u2066-\u2069]/u

const said = (typed: Typed, name: string): string => (typed[name] ?? "").trim()

/** Whether a courier can call it: a mobile number of eleven digits, or any with the code of its country. */
const isPhone = (text: string): boolean => {
  if (!/^\+?[0-9 ()-]+$/.test(text)) return false
  const digits = text.replace(/\D/g, "")
  const country = text.startsWith("+")
  if (country && !digits.startsWith("86")) return /^[1-9]\d{6,14}$/.test(digits)
  return /^1[3-9]\d{9}$/.test(country || digits.length > 11 ? digits.replace(/^86/, "") : digits)
}

/**
 * What is wrong with the fields, each error in words that stand beside its field.
 *
 * @param asked whether an address was asked for
 */
export const wrongIn = (typed: Typed, language: Language, asked: boolean): Errors => {
  const errors: Record<string, string> = {}
  const tell = (name: string, wrong: boolean, text: string): void => {
    if (wrong && errors[name] === undefined) errors[name] = text
  }
  for (const name of asked ? required : []) tell(name, said(typed, name) === "", say(language, "form.required"))
  for (const [name, most] of Object.entries(longest)) {
    tell(name, deceives.test(said(typed, name)), say(language, "form.bad"))
    tell(name, said(typed, name).length > most, say(language, "form.tooLong", { most }))
  }
  if (!asked) return errors
  tell("phone", !isPhone(said(typed, "phone")), say(language, "form.badPhone"))
  tell("province", codeOf(said(typed, "province")) === undefined, say(language, "form.badProvince"))
  tell(
    "postcode",
    !/^([A-Za-z0-9][A-Za-z0-9 -]{1,11})?$/.test(said(typed, "postcode")),
    say(language, "form.badPostcode")
  )
  return errors
}

/** The address that was typed, where one was asked for, and what the buyer has to say beside it. */
export const orderedTo = (typed: Typed, asked: boolean) => ({
  ...(asked ? addressIn(typed) : {}),
  ...(said(typed, "note") === "" ? {} : { note: said(typed, "note") })
})

const addressIn = (typed: Typed) => {
  const [district, postcode] = ["district", "postcode"].map((name) => said(typed, name))
  return {
    address: {
      name: said(typed, "name"),
      phone: said(typed, "phone"),
      country: "CN",
      region: codeOf(said(typed, "province")) ?? "CN",
      city: said(typed, "city"),
      street: said(typed, "street"),
      ...(district === undefined || district === "" ? {} : { district }),
      ...(postcode === undefined || postcode === "" ? {} : { postcode })
    }
  }
}
