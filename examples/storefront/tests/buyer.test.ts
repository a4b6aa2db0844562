/** What a buyer reads and does on the way, by fetch: every promise on a page is kept, and every mistake told in words. */
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { openedSite, patience } from "./opened.ts"
import type { Visitor } from "./visitor.ts"

const site = openedSite("buyer")

const address = {
  name: "An Xiaoman",
  phone: "13800004321",
  province: "Zhejiang",
  city: "Hangzhou",
  street: "Longjing Road 8",
  delivery: "standard",
  payment: "sandbox"
}

let keys = 0
const key = (): { readonly key: string } => ({ key: `buyer-${++keys}` })

const signedIn = (person = "ann-an"): Promise<Visitor> => site.as(person)

/** Orders what is in the cart and pays it; the order's id. */
const paidOrder = async (visitor: Visitor): Promise<string> => {
  const placed = await visitor.send(await visitor.ask("/en/checkout"), "/en/checkout", address)
  const payment = placed.path.split("?")[0]?.split("/").at(-1) ?? ""
  await site.house.gateway.pay(payment)
  await site.house.gateway.deliver()
  await site.house.nudge()
  return (await site.house.shop.as(system).payment.get({ payment })).order
}

describe("a return", { timeout: patience }, () => {
  it("is promised what the shop pays: of three teas for 145.00 the first brings 48.33, the second 48.34", async () => {
    const visitor = await signedIn()
    const run = site.house.shop.as(system)
    // 58.00, the second at half price, and 58.00: the pieces are priced apart, and come back at their average.
    await visitor.ask("/en/cart/add", { sku: "dianhong-classic-125g", quantity: "3", ...key() })
    const id = await paidOrder(visitor)
    const [line] = (await run.order.get({ order: id })).lines
    if (line === undefined) throw new Error("the order has no line")
    const place = line.places[0]?.place ?? ""
    await run.order.ship({ order: id, carrier: "sandbox", place, lines: [{ line: line.id, quantity: 3 }] })
    const to = `/en/order/${id}/return`
    const bringsBack = async (promised: string, amount: string): Promise<void> => {
      const form = await visitor.ask(to)
      expect(form.words).toContain(promised)
      const asked = await visitor.send(form, to, { [`back-${line.id}`]: "1", reason: "no longer wanted" })
      const found = asked.path.split("/").at(-1) ?? ""
      expect(asked.words).toContain(`¥${amount}`)
      await run.return.approve({ return: found })
      const received = await run.return.receive({ return: found, place, scrapped: [] })
      expect(received.amount?.amount).toBe(amount)
    }
    const odd = await visitor.send(await visitor.ask(to), to, { [`back-${line.id}`]: "1e0", reason: "damaged" })
    expect([odd.status, odd.words.includes("a number from 1 to 9999")]).toEqual([422, true])
    await bringsBack("¥48.33 back for one, ¥145.00 for all 3", "48.33")
    await bringsBack("¥48.34 back for one, ¥96.67 for all 2", "48.34")
    await bringsBack("¥48.33 back for it", "48.33")
    expect((await visitor.ask(to)).words).toContain("Nothing of it can come back")
  })
})

describe("digital goods", { timeout: patience }, () => {
  it("a gift card costs what it is worth, and takes no other offer along", async () => {
    const visitor = await signedIn()
    const cart = await visitor.ask("/en/cart/add", { sku: "gift-card-300cny", quantity: "1", ...key() })
    expect(cart.words).toContain("Check out ¥300.00")
    // With a brush at 58.00 it is 368.00: the card counts neither for free delivery nor for the offer on payments.
    const both = await visitor.ask("/en/cart/add", { sku: "jianhao-brush", quantity: "1", ...key() })
    expect(both.words).toContain("Check out ¥368.00")
  })

  it("are not sent: no freight, no address, and nothing that is being packed", async () => {
    const visitor = await signedIn("ben-lu")
    await visitor.ask("/en/cart/add", { sku: "course-first-cup", quantity: "1", ...key() })
    const page = await visitor.ask("/en/checkout")
    expect(page.words).toContain("yours as soon as it is paid, and no address is needed")
    expect(page.html).not.toContain('name="street"')
    expect(page.html).not.toContain('name="delivery"')
    const order = await visitor.ask(`/en/order/${await paidOrder(visitor)}`)
    expect(order.words).toContain("Delivered online")
    expect(order.words).not.toContain("Being packed")
  })
})

describe("free delivery", { timeout: patience }, () => {
  it("is within reach of a tea for 98.00, and the cart says so", async () => {
    const visitor = site.visitor()
    const cart = await visitor.ask("/en/cart/add", { sku: "meijiawu-longjing-50g", quantity: "1", ...key() })
    expect(cart.words).toMatch(
      /Within reach Free delivery from ¥99 spend ¥1\.00 more on the goods of the offer to get free/
    )
    expect(cart.words).toContain("Check out ¥108.00")
    // What else is told is told by name, and no offer waits for a choice that the checkout makes anyway.
    expect(cart.words).not.toMatch(/`tasting-cups`|paymentMethod/)
  })

  it("is of the standard delivery: two brushes for 116.00 go the next day for 22.00", async () => {
    const fresh = await signedIn("ben-lu")
    await fresh.ask("/en/cart/add", { sku: "jianhao-brush", quantity: "2", ...key() })
    const page = await fresh.ask("/en/checkout")
    expect(page.words).toContain("Place the order ¥116.00")
    const next = await fresh.send(page, "/en/checkout", { ...address, delivery: "express", do: "price" })
    expect(next.words).toContain("Place the order ¥138.00")
  })
})

describe("mistakes", { timeout: patience }, () => {
  it("an emptied quantity, or one that is none, leaves the line as it is; an older page may state another", async () => {
    const visitor = await signedIn()
    const first = await visitor.ask("/en/cart/add", { sku: "travel-brush", quantity: "2", ...key() })
    const line = [...first.html.matchAll(/name="line" value="([^"]+)"/g)].at(-1)?.[1] ?? ""
    for (const quantity of ["", " ", "x", "1.5", "-1", "10000"]) {
      const again = await visitor.ask("/en/cart/line", { line, quantity, ...key() })
      expect([again.status, again.words.includes("a number from 1 to 9999")]).toEqual([422, true])
      expect(again.html).toContain('href="/zh/cart"')
      expect(again.html).toMatch(/name="quantity"[^>]*value="2"/)
    }
    const old = key()
    await visitor.ask("/en/cart/line", { line, quantity: "3", ...old })
    const other = await visitor.ask("/en/cart/line", { line, quantity: "4", ...old })
    expect([other.status, other.path]).toEqual([200, "/en/cart"])
    expect(other.html).toMatch(/name="quantity"[^>]*value="4"/)
  })

  it("an address whose id is none says that there is nothing", async () => {
    for (const path of ["/zh/order/order_abc。", "/zh/order/a%00b", "/zh/payment/%20", "/zh/return/。"]) {
      const { status, words } = await site.visitor().ask(path)
      expect([path, status]).toEqual([path, 404])
      expect(words).not.toContain("RegExp")
    }
  })
})
