/** What the sandbox providers tell unasked: checked by the port, taken in by the system. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { execute, system } from "pannier/command"
import { reportTracking } from "pannier/logistics"
import { reportPayment } from "pannier/payment"
import type { House } from "./house.ts"

/** Longest callback, in bytes. */
const longest = 1_048_576

export const notified = async (house: House, partner: "gateway" | "carrier", request: Request): Promise<Response> => {
  const body = await request.text()
  if (body.length > longest) return new Response(null, { status: 413 })
  const callback = { headers: Object.fromEntries(request.headers), body }
  const { engine } = house.shop.kernel
  const taken =
    partner === "gateway"
      ? Effect.flatMap(house.partners.gateway.verify(callback, Date.now()), (report) =>
          execute(engine, reportPayment, report, { actor: system })
        )
      : Effect.flatMap(house.partners.carrier.verify(callback, Date.now()), (report) =>
          execute(engine, reportTracking, report, { actor: system })
        )
  const outcome = await Effect.runPromise(Effect.result<unknown, { readonly _tag: string }, never>(taken))
  if (Result.isFailure(outcome)) {
    console.error(`${partner} callback refused: ${outcome.failure._tag}`)
    return new Response(null, { status: outcome.failure._tag.includes("Signature") ? 401 : 422 })
  }
  await house.nudge()
  return new Response(null, { status: 204 })
}
