/** Goods on presale, walked by fetch: the page of the good, the checkout, the deposit, the tail, in both languages. */
import { describe, expect, it } from "vitest"
import { type Language, languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import type { Visitor } from "./visitor.ts"

const site = openedSite("presale")

let keys = 0
/** A key of its own for every form that is sent. */
const key = (): { readonly key: string } => ({ key: `presale-${++keys}` })

const says = {
  zh: {
    good: ["定金 ¥50.00", "定金可抵 ¥100.00", "尾款 ¥188.00", "共付 ¥238.00", "尾款支付时间"],
    checkout: "提交订单，付定金 ¥50.00",
    arrives: "2027年4月8日至2027年4月10日",
    thanks: /定金已付。尾款 ¥178\.00 请在\d+月\d+日 \d\d:\d\d至\d+月\d+日 \d\d:\d\d之间付清/,
    until: /请在此前付款 \d+月\d+日 \d\d:\d\d/,
    loses: "取消订单，定金不退",
    deposited: ["已付定金", "定金已付", "付尾款 ¥178.00", "尾款截止", "取消订单，定金不退"],
    ready: ["去付款", "¥178.00"],
    failed: "再试一次",
    paid: ["备货中", "尾款已付"],
    cancelled: ["已取消", "定金不退 ¥45.60"],
    alone: "预售商品须单独下单，购物车中还有 1 件其他商品"
  },
  en: {
    good: [
      "Deposit, paid now ¥50.00",
      "The deposit counts for ¥100.00",
      "Tail, paid later ¥188.00",
      "Both together ¥238.00"
    ],
    checkout: "Place the order, pay the deposit ¥50.00",
    arrives: "8 April 2027 to 10 April 2027",
    thanks: /the deposit is paid\. The tail of ¥178\.00 is to be paid from \d+ \w+, \d\d:\d\d to \d+ \w+, \d\d:\d\d/,
    until: /Pay before \d+ \w+, \d\d:\d\d/,
    loses: "Cancel, and lose the deposit",
    deposited: ["Deposit paid", "The deposit is paid", "Pay the tail, ¥178.00", "Cancel, and lose the deposit"],
    ready: ["Pay for the order", "¥178.00"],
    failed: "Try again",
    paid: ["Being packed", "The tail is paid"],
    cancelled: ["Cancelled", "The deposit is kept ¥45.60"],
    alone: "take the other 1 piece out of the cart first"
  }
} as const

const expectWords = (words: string, wanted: ReadonlyArray<string>): void => {
  for (const word of wanted) expect(words).toContain(word)
}

const address = (language: Language) => ({
  name: "An Xiaoman",
  phone: "13800004321",
  province: language === "zh" ? "浙江省" : "Zhejiang",
  city: "Hangzhou",
  street: "Longjing Road 8"
})

const ann = { id: "ann-an", kind: "customer" } as const
const stateOf = async (order: string) => (await site.house.shop.as(ann).order.get({ order })).state
const idIn = (path: string): string => path.split("?")[0]?.split("/").at(-1) ?? ""

for (const language of languages) {
  describe(`a presale in ${language}`, { timeout: patience }, () => {
    const at = (path: string) => `/${language}${path}`

    const deposited = async (visitor: Visitor): Promise<string> => {
      await visitor.ask(at("/sign-in"), { person: ann.id })
      await visitor.ask(at("/cart/add"), { sku: "longjing-presale-2027-50g", quantity: "1", ...key() })
      const page = await visitor.ask(at("/checkout"))
      expectWords(page.words, [says[language].checkout, says[language].arrives])
      const { path } = await visitor.send(page, at("/checkout"), address(language))
      const payment = await site.house.shop.as(ann).payment.get({ payment: idIn(path) })
      expect(payment.amount.amount).toBe("50.00")
      await site.house.nudge()
      await site.house.gateway.pay(payment.id)
      await site.eventually(async () => (await stateOf(payment.order)) === "deposited")
      // Nothing is packed yet, and the rest of the money is still to come.
      expect((await visitor.ask(path)).words).toMatch(says[language].thanks)
      return payment.order
    }

    it("its page tells the deposit, what that counts for, the tail and when it is paid", async () => {
      const { words } = await site.visitor().ask(at("/product/longjing-presale-2027"))
      expectWords(words, says[language].good)
    })

    it("a deposit is paid, a tail is declined and tried again, and the order's page follows", async () => {
      const visitor = site.visitor()
      const order = await deposited(visitor)
      expectWords((await visitor.ask(at(`/order/${order}`))).words, says[language].deposited)
      const paying = await visitor.ask(at(`/order/${order}`), { do: "payTail", ...key() })
      await site.eventually(async () => (await visitor.ask(paying.path)).words.includes(says[language].ready[0]))
      const ready = await visitor.ask(paying.path)
      expectWords(ready.words, says[language].ready)
      // It is days away, so the hour alone would say that it is today.
      expect(ready.words).toMatch(says[language].until)
      // The deposit is at stake as before, and whoever gives up is told so.
      expect((await visitor.ask(at(`/order/${order}`))).words).toContain(says[language].loses)
      await site.house.gateway.decline(idIn(paying.path))
      await site.eventually(async () => (await visitor.ask(paying.path)).words.includes(says[language].failed))
      const again = await visitor.ask(paying.path, key())
      expect(idIn(again.path)).not.toBe(idIn(paying.path))
      await site.house.nudge()
      await site.house.gateway.pay(idIn(again.path))
      await site.eventually(async () => (await stateOf(order)) === "paid")
      expectWords((await visitor.ask(at(`/order/${order}`))).words, says[language].paid)
    })

    it("who cancels before the tail reads what of the deposit is kept: a fifth of 228.00", async () => {
      const visitor = site.visitor()
      const order = await deposited(visitor)
      await visitor.ask(at(`/order/${order}`), { do: "cancel", ...key() })
      expectWords((await visitor.ask(at(`/order/${order}`))).words, says[language].cancelled)
      // What the shop has kept of the deposit is no gap in its books.
      const { words } = await (await site.as("manager-lin")).ask(at("/desk/health"))
      expect(words).toMatch({ zh: /减去退回的 [1-9]\d* 成立/, en: /less what goes back [1-9]\d* Held/ }[language])
    })

    it("a cart with other goods beside it is told so at the checkout, and is not placed", async () => {
      const visitor = site.visitor()
      await visitor.ask(at("/sign-in"), { person: ann.id })
      for (const sku of ["longjing-presale-2027-50g", "white-cup-single"]) {
        await visitor.ask(at("/cart/add"), { sku, quantity: "1", ...key() })
      }
      const page = await visitor.ask(at("/checkout"))
      expect(page.words).toContain(says[language].alone)
      const placed = await visitor.send(page, at("/checkout"), address(language))
      expect(placed.path).toBe(at("/checkout"))
    })
  })
}
