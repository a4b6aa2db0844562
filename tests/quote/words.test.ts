import { expect, test } from "vitest"
import type { Reward } from "../../src/promotion/index.ts"
import { because, gain, wordsIn } from "../../src/quote/rules/words.ts"

const zh = wordsIn("zh", "CNY", new Map())
const en = wordsIn("en", "CNY", new Map())

test.each<[Reward, string, string]>([
  [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }, "赠 `cup` 1 件", "1 `cup` free"],
  [{ kind: "cashback", percent: "5" }, "返现 5%", "5% cash back"],
  [{ kind: "cashback", amount: "3.00" }, "返现 ¥3.00", "¥3.00 cash back"],
  [{ kind: "points", points: 200 }, "送 200 积分", "200 points"],
  [{ kind: "points", points: 2, per: "1.00" }, "每 ¥1.00 送 2 积分", "2 points for every ¥1.00"],
  [{ kind: "points", percent: "3" }, "返 3% 积分", "3% back in points"],
  [{ kind: "coupon", template: "next" }, "送 1 张优惠券", "1 coupon"],
  [{ kind: "coupon", template: "next", quantity: 2 }, "送 2 张优惠券", "2 coupons"]
])("what %j gives, in both languages", (reward, chinese, english) => {
  expect([gain(zh, [reward]), gain(en, [reward])]).toEqual([chinese, english])
})

test("what is missing of the hours, in both languages", () => {
  const hours = [
    { days: [6, 7], from: "20:00", until: "24:00" },
    { days: [1], from: "09:00", until: "12:00" }
  ]
  const refused = { promotion: "p", reason: "ConditionUnmet", missing: [{ zone: "Asia/Shanghai", hours }] } as const
  expect([because(zh, refused), because(en, refused)]).toEqual([
    "仅限周六、周日 20:00–24:00；周一 09:00–12:00（Asia/Shanghai）",
    "only Sat, Sun 20:00–24:00; Mon 09:00–12:00 (Asia/Shanghai)"
  ])
})

test.each([
  ["OutsideSchedule", "不在活动时段内", "is outside its hours"],
  ["AddOnNotChosen", "没有选择换购商品", "no add-on is chosen"],
  ["GiftUnavailable", "赠品已送完", "its gift is out of stock"]
] as const)("%s, in both languages", (reason, chinese, english) => {
  expect([because(zh, { promotion: "p", reason }), because(en, { promotion: "p", reason })]).toEqual([chinese, english])
})
