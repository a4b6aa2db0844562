import { money, time } from "../text/format.ts"
import { tell } from "../text/index.ts"
import { importNotes, summaryLines } from "./cart.ts"
import { choices, field, postForm, problemList, type Wrong } from "./form.ts"
import { type Html, html, nothing } from "./html.ts"
import { icons } from "./icon.ts"
import { page, trail } from "./page.ts"
import { paths } from "./paths.ts"
import { presale } from "./presale.ts"
import type { AddressFields, CheckoutView, Frame } from "./view.ts"
import { waterfall } from "./waterfall.ts"

const addressForm = ({ address, region, provinces }: CheckoutView, frame: Frame): Html => {
  const t = tell(frame.language)
  const input = (
    name: keyof AddressFields,
    autocomplete: string,
    more: { optional?: string; wide?: boolean; type?: string; hint?: string; list?: string } = {}
  ) => field({ name, label: t(`address.${name}`), field: address[name], autocomplete, ...more })
  return html`<fieldset class="fields"><legend>${t("checkout.address")}</legend>${input("name", "name")}${input("phone", "tel", { type: "tel", hint: t("address.phoneHint") })}${input("province", "address-level1", { list: "provinces", ...(address.province.value === "" ? { hint: t("address.provinceHint", { region }) } : {}) })}<datalist id="provinces">${provinces.map((name) => html`<option value="${name}">`)}</datalist>${input("city", "address-level2")}${input("district", "address-level3", { optional: t("form.optional") })}${input("postcode", "postal-code", { optional: t("form.optional") })}${input("street", "street-address", { wide: true })}</fieldset>`
}

const inOrder = ["name", "phone", "province", "city", "district", "postcode", "street"] as const

/** The fields that are to be filled in otherwise, in the order of the page. */
const wrongIn = ({ travels, address, note }: CheckoutView, frame: Frame): ReadonlyArray<Wrong> => {
  const t = tell(frame.language)
  const asked = travels ? inOrder.map((id) => ({ id, label: t(`address.${id}`), error: address[id].error })) : []
  const all = [...asked, { id: "note", label: t("checkout.noteLabel"), error: note.error }]
  return all.flatMap(({ error, ...one }) => (error === undefined ? [] : [{ ...one, error }]))
}

/** The first button of the form, which nobody sees: Enter in a field places the order, as the button at the end does. */
const onEnter = html`<button hidden></button>`

export const checkoutPage = (view: CheckoutView, frame: Frame): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const wrong = wrongIn(view, frame)
  const title = t(view.problems.length > 0 ? "checkout.problems" : "form.problems")
  return page(frame, {
    title: t("checkout.title"),
    body: html`${trail(frame, [{ label: t("cart.title"), to: to.cart }], t("checkout.title"))}<h1>${t("checkout.title")}</h1>${problemList(title, view.problems, wrong)}${postForm(
      frame,
      to.checkout,
      "place",
      html`${onEnter}<input type="hidden" name="cart" value="${view.cart}"><input type="hidden" name="quote" value="${view.quote}"><input type="hidden" name="shown" value="${view.shown}"><div class="two"><div class="stack">
${view.travels ? addressForm(view, frame) : html`<p class="notice quiet"><span>${t("checkout.nothingTravels")}</span></p>`}
${view.deliveries.length === 0 ? nothing : choices(frame, "delivery", t("checkout.delivery"), view.deliveries, view.noDelivery)}
${choices(frame, "payment", t("checkout.payment"), view.payments, view.noPayment)}
<fieldset class="fields"><legend>${t("checkout.note")}</legend>${field({ name: "note", label: t("checkout.noteLabel"), field: view.note, rows: 2, optional: t("form.optional"), wide: true })}</fieldset>
<p><button class="button plain" name="do" value="price" formnovalidate>${t("checkout.reprice")}</button></p>
</div><aside class="due">${summaryLines(frame, view.lines)}${waterfall(frame, view.waterfall, t("quote.title"))}${importNotes(view.imports)}${view.presale === undefined ? nothing : presale(frame, view.presale)}<button class="button full">${view.presale === undefined ? t("checkout.place") : t("checkout.placeDeposit")} <span class="amount">${money(frame.language, view.presale?.deposit ?? view.total)}</span></button><p class="small">${icons.clock}<span>${t("checkout.validUntil", { time: time(frame.language, view.validUntil) })}</span></p><p class="small quiet">${t("checkout.terms")}</p></aside></div>`,
      { className: "checkout" }
    )}`
  })
}
