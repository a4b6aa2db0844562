import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import { amountText } from "pannier/money"
import * as Quote from "pannier/quote"

// No server, no database, no runtime: a JSON document in, a price and its reasons out.
const document: unknown = JSON.parse(readFileSync(new URL("../cart.json", import.meta.url), "utf8"))
const input = Result.getOrThrow(Quote.read(document))
const quote = Result.getOrThrow(Quote.of(input))

for (const language of ["zh", "en"] as const) {
  const { steps, given, short, next, refused, codes, total } = Quote.explain(quote, language, input.promotions)
  for (const { text } of [...steps, ...given, ...short, ...next, ...refused]) console.log(text)
  for (const line of [...codes, total]) console.log(line)
  console.log()
}

const text = (amount: bigint) => amountText(amount, quote.currency).padStart(10)
for (const { kind, id, amount, after } of Quote.waterfall(quote)) {
  console.log(`${(id ?? kind).padEnd(14)}${text(amount)}${text(after)}`)
}
