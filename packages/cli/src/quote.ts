import { readFile } from "node:fs/promises"
import { buffer } from "node:stream/consumers"
import * as Result from "effect/Result"
import { readJson } from "pannier/command"
import type { Language } from "pannier/kernel"
import * as Quote from "pannier/quote"
import { Usage } from "./usage.ts"

/**
 * Prices a document, a file or `-` for standard input, and prints the answer. The reasons go to standard error, so that
 * what stands on standard output is always one JSON value.
 *
 * @returns whether there is a quote; if not, what was printed is the refusal
 */
export const printQuote = async (file: string, explain: string | undefined): Promise<boolean> => {
  const language = explain === undefined ? undefined : languageOf(explain)
  const input = Result.flatMap(parsed(await contents(file)), Quote.read)
  const quote = Result.flatMap(input, Quote.of)
  console.log(JSON.stringify(Quote.answerOf(quote), null, 2))
  if (language !== undefined) {
    const sentences = Result.isFailure(quote)
      ? [Quote.refusalMessage(quote.failure)[language]]
      : reasons(quote.success, Result.getOrThrow(input), language)
    for (const sentence of sentences) console.error(sentence)
  }
  return Result.isSuccess(quote)
}

/** Prints the JSON Schema of a document. */
export const printSchema = (of: string): void => {
  const kind = Quote.documentKinds.find((one) => one === of)
  if (kind === undefined) throw new Usage(`没有这种文档 · no such document: ${of} (${Quote.documentKinds.join(", ")})`)
  console.log(JSON.stringify(Quote.jsonSchema(kind), null, 2))
}

const languageOf = (asked: string): Language => {
  if (asked !== "zh" && asked !== "en") throw new Usage(`没有这种语言 · no such language: ${asked} (zh, en)`)
  return asked
}

// Whoever reads an answer with status 1 finds JSON; a file that is not there has none, so it is told as misuse.
const contents = async (file: string): Promise<Uint8Array> => {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file)
  } catch (cause) {
    throw new Usage(`读不到 · cannot read \`${file}\`: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** JSON is UTF-8 (RFC 8259, section 8.1); a byte order mark before it is passed over. */
const parsed = (written: Uint8Array): Result.Result<unknown, Quote.ReadingRefusal> => {
  try {
    return readJson(new TextDecoder("utf-8", { fatal: true }).decode(written))
  } catch {
    return Result.fail({ _tag: "InvalidInput", path: "", reason: "expected UTF-8" })
  }
}

const reasons = (quote: Quote.Quote, input: Quote.QuoteInput, language: Language): ReadonlyArray<string> => {
  const { steps, given, short, next, refused, codes, total } = Quote.explain(quote, language, input.promotions)
  return [...[...steps, ...given, ...short, ...next, ...refused].map((one) => one.text), ...codes, total]
}
