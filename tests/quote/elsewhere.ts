// Run by a test in a process of its own: prices the same drawn carts and prints the bytes of their quotes.
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { of } from "../../src/quote/index.ts"
import { bytesOf } from "../../src/quote/laws/index.ts"
import { carts } from "../../src/testing/quote.ts"

const quotes = fc.sample(carts(), { numRuns: 40, seed: 7 }).map((input) => bytesOf(Result.getOrThrow(of(input))))
process.stdout.write(JSON.stringify(quotes))
