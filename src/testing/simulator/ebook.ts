/** What a simulated shop sells that travels in no parcel: a price that splits badly, and a rate of tax of its own. */
export const ebook = {
  id: "teabook",
  zh: "茶经电子书",
  en: "e-book on tea",
  grams: 0,
  price: "19.99",
  kind: "virtual",
  tax: { included: true, rates: [{ id: "vat", rate: "0.09" }] }
} as const

/** Where it is counted how many may be sold. */
export const online = "cloud"
