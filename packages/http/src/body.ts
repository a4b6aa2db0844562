import * as Result from "effect/Result"
import type { InvalidInput } from "pannier/command"
import type { PayloadTooLarge } from "pannier/payment"

/** The longest body that is read, in bytes: 1 MiB. */
export const longestBody = 1_048_576

/**
 * The body of a request as text, which must be UTF-8. It is read no further than {@link longestBody}: what is longer is
 * `PayloadTooLarge`, with the size that was announced or counted until then. Once `signal` is aborted no more is read.
 *
 * @throws Error if somebody has read the body before
 */
export const textOf = async (
  request: Request,
  signal: AbortSignal
): Promise<Result.Result<string, InvalidInput | PayloadTooLarge>> => {
  if (request.bodyUsed) throw new Error("the body was read before: mount the shop before parsers of bodies")
  const announced = Number(request.headers.get("content-length") ?? 0)
  if (announced > longestBody) return tooLarge(announced)
  const encoding = request.headers.get("content-encoding") ?? "identity"
  if (encoding !== "identity") return invalid("expected a body without content-encoding")
  const reader = request.body?.getReader()
  // Nobody waits for what comes of it any more, so nor for a failure of it.
  signal.addEventListener("abort", () => void reader?.cancel().catch(() => undefined), { once: true })
  const chunks: Array<Uint8Array> = []
  let size = 0
  while (reader !== undefined) {
    const next = await take(reader)
    if (next === "broken off") return invalid("the body ended early")
    if (next === undefined) break
    size += next.length
    if (size > longestBody) {
      await reader.cancel()
      return tooLarge(size)
    }
    chunks.push(next)
  }
  return decode(chunks)
}

/** Whether the body is said to be JSON. Anything else is refused: a page of another site can send it without being asked. */
export const saysJson = (request: Request): boolean =>
  /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(request.headers.get("content-type") ?? "")

const invalid = (reason: string): Result.Result<never, InvalidInput> =>
  Result.fail({ _tag: "InvalidInput", path: "", reason })

const tooLarge = (size: number): Result.Result<never, PayloadTooLarge> =>
  Result.fail({ _tag: "PayloadTooLarge", size, most: longestBody })

type BodyReader = ReadableStreamDefaultReader<Uint8Array>

// A body fails to arrive only when the sender goes away, who will not hear the answer either.
const take = (reader: BodyReader): Promise<Uint8Array | undefined | "broken off"> =>
  reader.read().then(
    ({ value }) => value,
    () => "broken off"
  )

const decode = (chunks: ReadonlyArray<Uint8Array>): Result.Result<string, InvalidInput> => {
  // A mark of byte order is kept, so that what a gateway signed is what its adapter checks.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  try {
    let text = ""
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
    return Result.succeed(text + decoder.decode())
  } catch (cause) {
    if (cause instanceof TypeError) return invalid("expected UTF-8")
    throw cause
  }
}
