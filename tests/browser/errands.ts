/** What visitors do on more than one walk. */
import type { Walk } from "./walk.ts"

export const address = {
  zh: {
    name: "安小满",
    phone: "138 0000 4321",
    province: "浙江省",
    city: "杭州市",
    district: "西湖区",
    street: "龙井路 8 号"
  },
  en: {
    name: "An Xiaoman",
    phone: "+86 138 0000 4321",
    province: "Zhejiang",
    city: "Hangzhou",
    district: "Xihu",
    street: "8 Longjing Road"
  }
} as const

export const type = async ({ page }: Walk, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value)
}

/** From an article's page to the payment that waits. */
export const order = async (walk: Walk, product: string): Promise<void> => {
  await walk.go(`/product/${product}`)
  await walk.press(".buying button")
  await walk.go("/checkout")
  await type(walk, address[walk.language])
  await walk.press(".checkout aside button")
  await walk.page.waitForURL(/\/payment\//)
}

/** Pays on the provider's own page; answers once the browser is back in the shop, or still there after a refusal. */
export const pay = async (
  walk: Walk,
  act: "pay" | "decline",
  how: "prompt" | "late" | "lost" | "doubled" = "prompt",
  seconds = 1
): Promise<void> => {
  await walk.press(`a.button[href*="/sandbox/"]`)
  await walk.page.check(`#${how}`)
  if (how === "late") await walk.page.fill("#seconds", String(seconds))
  await walk.press(`button[value="${act}"]`)
}

/** Walks in as somebody of the sandbox. */
export const enter = async (walk: Walk, person: string, next = ""): Promise<void> => {
  await walk.go(`/sign-in${next === "" ? "" : `?next=${encodeURIComponent(`/${walk.language}${next}`)}`}`)
  await walk.press(`button[value="${person}"]`)
}

/** The number at the end of the address: of an order, a payment, a return. */
export const lastOf = ({ page }: Walk): string =>
  decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "")
