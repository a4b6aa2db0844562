import { describe, expect, it } from "vitest"
import { addressLines, dateTime, day, money, shortDate, signedMoney, span, stamp } from "../src/text/format.ts"
import { say, type Text, texts } from "../src/text/index.ts"

const han = /\p{Script=Han}/u

describe("every text is written in both languages", () => {
  const entries = Object.entries(texts)
  const wrong = (faulty: (text: Text) => boolean): readonly string[] =>
    entries.filter(([, text]) => faulty(text)).map(([key]) => key)
  const names = (value: string): string =>
    [...new Set([...value.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ""))].sort().join()

  it("the Chinese has Chinese characters, the English has words and none of them", () => {
    expect(entries.length).toBeGreaterThan(300)
    expect(wrong(({ zh }) => !han.test(zh))).toEqual([])
    expect(wrong(({ en }) => en.trim() === "" || han.test(en))).toEqual([])
  })
  it("both fill in the same values", () => {
    expect(wrong(({ zh, en }) => names(zh) !== names(en))).toEqual([])
  })
})

describe("amounts, dates and addresses", () => {
  it("the yuan sign stands alone, thousands are parted, a minus is a minus", () => {
    expect(money("zh", { amount: "19.90", currency: "CNY" })).toBe("¥19.90")
    expect(money("en", { amount: "19.90", currency: "CNY" })).toBe("¥19.90")
    expect(money("en", { amount: "12800.00", currency: "CNY" })).toBe("¥12,800.00")
    expect(money("zh", { amount: "-60.00", currency: "CNY" })).toBe("−¥60.00")
    expect(signedMoney("zh", { amount: "8.00", currency: "CNY" })).toBe("+¥8.00")
    expect(signedMoney("en", { amount: "0.00", currency: "CNY" })).toBe("¥0.00")
  })
  it("an amount beyond the exact range of a number keeps every digit", () => {
    expect(money("en", { amount: "90071992547409931.07", currency: "CNY" })).toBe("¥90,071,992,547,409,931.07")
  })
  it("days are those of Shanghai", () => {
    const lateEvening = Date.UTC(2026, 10, 22, 16, 5)
    expect(shortDate("zh", lateEvening)).toBe("11月23日")
    expect(shortDate("en", lateEvening)).toBe("23 November")
    expect(dateTime("zh", lateEvening)).toBe("11月23日 00:05")
    expect(dateTime("en", lateEvening)).toBe("23 November, 00:05")
    expect(stamp(lateEvening)).toBe("2026-11-23 00:05:00")
    expect(day("zh", "2027-04-06")).toBe("2027年4月6日")
    expect(day("en", "2027-04-06")).toBe("6 April 2027")
  })
  it("what has passed is told in its largest whole unit", () => {
    expect(span("zh", 12 * 60_000 + 59_999)).toBe("12分钟")
    expect(span("en", 12 * 60_000 + 59_999)).toBe("12 minutes")
    expect(span("en", 3_600_000)).toBe("1 hour")
    expect(span("en", 2 * 86_400_000)).toBe("2 days")
    expect(span("en", 999.9)).toBe("999 milliseconds")
    expect(span("en", -5)).toBe("0 milliseconds")
  })
  it("a Chinese address runs from the province down, an English one from the door up", () => {
    const address = {
      name: "陈山",
      phone: "13800000000",
      province: "浙江省",
      city: "杭州市",
      district: "西湖区",
      street: "龙井路 1 号",
      postcode: "310013"
    }
    expect(addressLines("zh", address)).toEqual(["浙江省杭州市西湖区龙井路 1 号", "邮编 310013", "陈山 13800000000"])
    expect(addressLines("en", { ...address, province: "上海市", city: "上海市" })).toEqual([
      "陈山",
      "龙井路 1 号",
      "西湖区",
      "上海市, 310013",
      "China",
      "13800000000"
    ])
  })
  it("plurals agree with their number", () => {
    expect(say("en", "listing.count", { count: 1 })).toBe("1 item")
    expect(say("en", "listing.count", { count: 12 })).toBe("12 items")
    expect(say("zh", "listing.count", { count: 1 })).toBe("1 件商品")
  })
})
