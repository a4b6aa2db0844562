import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const printed = `第二件半价：减 ¥59.00（\`l1\` ¥59.00）
山房茶券：减 ¥20.00（\`l1\` ¥20.00）
跨店每满300减50：减 ¥50.00（\`l1\` ¥25.32、\`l2\` ¥24.68）
满99包邮：减 ¥12.00（\`s1\` ¥12.00）
跨店每满300减50：再买 ¥57.00，再减 ¥50.00
云闪付立减10：需要 \`paymentMethod\` = unionpay，可减 ¥10.00
优惠码 \`TEA20\` 已使用
应付 ¥493.00，其中税 ¥56.71

second at half price: ¥59.00 off (\`l1\` ¥59.00)
Shanfang's tea coupon: ¥20.00 off (\`l1\` ¥20.00)
50 off every 300: ¥50.00 off (\`l1\` ¥25.32, \`l2\` ¥24.68)
free shipping from 99: ¥12.00 off (\`s1\` ¥12.00)
50 off every 300: spend ¥57.00 more to get another ¥50.00 off
10 off with UnionPay: needs \`paymentMethod\` = unionpay, for ¥10.00 off
code \`TEA20\` is applied
¥493.00 to pay, of which tax ¥56.71

list              622.00    622.00
second-half       -59.00    563.00
tea20             -20.00    543.00
cross-300-50      -50.00    493.00
shipping           12.00    505.00
free-ship-99      -12.00    493.00
total             493.00    493.00
`

test("the example prints the price, its reasons in both languages, and the waterfall", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const output = execFileSync(process.execPath, ["--conditions=@pannier/source", main], { encoding: "utf8" })
  expect(output).toBe(printed)
})
