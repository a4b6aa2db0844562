/** The page of a payment by fetch: what it says is true of this payment, and it leads on from wherever the buyer stands. */
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import { linksOf, type Page, type Visitor } from "./visitor.ts"

const site = openedSite("payment")

const address = {
  name: "An Xiaoman",
  phone: "13800004321",
  province: "Zhejiang",
  city: "Hangzhou",
  street: "Longjing Road 8",
  delivery: "standard",
  payment: "sandbox"
}

const says = {
  zh: {
    replaced: ["已被另一笔代替", "请付那一笔"],
    cancelled: ["订单已取消，无需付款", "商品已放回货架"],
    passed: "过了付款时间",
    waiting: ["等支付方回话", "没付的话仍可去付"],
    unheard: ["去付款", "支付方还没说付过"]
  },
  en: {
    replaced: ["Another payment has taken the place", "that is the one to pay"],
    cancelled: ["The order was cancelled: there is nothing to pay", "The goods are back on the shelf"],
    passed: "The time to pay has passed",
    waiting: ["Waiting for the provider", "If you did not pay, you still can"],
    unheard: ["Pay for the order", "has not said that it was paid"]
  }
} as const

let keys = 0
const key = (): { readonly key: string } => ({ key: `payment-${++keys}` })
const idIn = ({ path }: Pick<Page, "path">): string => path.split("?")[0]?.split("/").at(-1) ?? ""
const run = () => site.house.shop.as(system)

const expectWords = (words: string, wanted: ReadonlyArray<string>): void => {
  for (const word of wanted) expect(words).toContain(word)
}

for (const language of languages) {
  describe(`the page of a payment in ${language}`, { timeout: patience }, () => {
    const at = (path: string) => `/${language}${path}`

    /** An order that waits to be paid, and the page of its payment. */
    const waiting = async (): Promise<{ readonly visitor: Visitor; readonly page: Page; readonly payment: string }> => {
      const visitor = await site.as("ben-lu")
      await visitor.ask(at("/cart/add"), { sku: "osmanthus-candle", quantity: "1", ...key() })
      const page = await visitor.send(await visitor.ask(at("/checkout")), at("/checkout"), address)
      return { visitor, page, payment: idIn(page) }
    }

    it("leads from a payment that another replaced to the one that counts", async () => {
      const { visitor, page, payment } = await waiting()
      await site.house.gateway.decline(payment)
      await site.eventually(async () => (await run().payment.get({ payment })).state === "declined")
      const [second, third] = [await visitor.ask(page.path, key()), await visitor.ask(page.path, key())]
      const old = [payment, idIn(second)].filter((one) => one !== idIn(third))
      for (const one of old) {
        const shown = await visitor.ask(at(`/payment/${one}`))
        expectWords(shown.words, says[language].replaced)
        expect(shown.words).not.toContain(says[language].passed)
        expect([...linksOf(shown, "/payment/")]).toContain(at(`/payment/${idIn(third)}`))
      }
    })

    it("of an order that its buyer cancelled says so, and not that time has passed", async () => {
      const { visitor, page, payment } = await waiting()
      const { order } = await run().payment.get({ payment })
      await visitor.ask(at(`/order/${order}`), { do: "cancel", ...key() })
      await site.eventually(async () => (await run().order.get({ order })).state === "cancelled")
      for (const path of [page.path, at(`/payment/${payment}?back=1`)]) {
        const shown = await visitor.ask(path)
        expectWords(shown.words, says[language].cancelled)
        expect(shown.words).not.toContain(says[language].passed)
        expect(linksOf(shown, "/sandbox/").size).toBe(0)
      }
    })

    it("to who comes back unpaid offers the gateway beside the waiting, and looks again for a minute", async () => {
      const { visitor, payment } = await waiting()
      let shown = await visitor.ask(at(`/payment/${payment}?back=1`))
      let looks = 0
      for (; shown.html.includes("data-refresh"); looks++) {
        expectWords(shown.words, says[language].waiting)
        expect(linksOf(shown, "/sandbox/").size).toBe(1)
        const [, next = ""] = /data-next="([^"]+)"/.exec(shown.html) ?? []
        expect(shown.html).toContain(`;url=${next}"`)
        shown = await visitor.ask(next)
      }
      expect(looks).toBe(14)
      expectWords(shown.words, says[language].unheard)
      expect(linksOf(shown, "/sandbox/").size).toBe(1)
      // Nobody is held on the page by a number of his own.
      expect((await visitor.ask(at(`/payment/${payment}?back=nine`))).html).toContain("data-refresh")
      expect((await visitor.ask(at(`/payment/${payment}?back=999`))).html).not.toContain("data-refresh")
    })
  })
}
