import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { law, type Law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { Callback, PaymentGateway } from "../ports.ts"
import { ask, beginning, type FreshGateway, minute, Small } from "./trace.ts"

/** What was not signed as it stands is not taken in. */
export const forgeries = (fresh: FreshGateway): Law<typeof Forgery.Type> =>
  law({
    id: "L41",
    title:
      "a callback that was changed by one character, is without its headers, or is older than 5 minutes is refused",
    input: Forgery,
    holds: async ({ place, character }) => {
      const hand = { now: beginning }
      const subject = await fresh(() => hand.now)
      return Effect.runPromise(
        Effect.gen(function* () {
          yield* ask(subject, { act: "start", one: 0 })
          yield* ask(subject, { act: "pay", one: 0 })
          const [genuine] = yield* subject.callbacks
          return genuine === undefined
            ? vacuous("nothing was called back")
            : yield* forged(subject.gateway, genuine, place, character)
        })
      )
    }
  })

const forged = Effect.fnUntraced(function* (
  gateway: PaymentGateway,
  genuine: Callback,
  place: number,
  character: string
): Effect.fn.Return<Verdict> {
  const { headers, body } = genuine
  const at = place % body.length
  const changed = body.slice(0, at) + character + body.slice(at + 1)
  const refused = (callback: Callback, now: number): Effect.Effect<boolean> =>
    Effect.match(gateway.verify(callback, now), {
      onFailure: ({ _tag }) => _tag !== "GatewayError",
      onSuccess: () => false
    })
  const wrong: Array<string> = []
  if (changed !== body && !(yield* refused({ headers, body: changed }, beginning))) wrong.push("a changed body")
  if (!(yield* refused({ headers: {}, body }, beginning))) wrong.push("a body without headers")
  if (!(yield* refused(genuine, beginning + 5 * minute + 1_000))) wrong.push("an old callback")
  if (!(yield* refused(genuine, beginning - 5 * minute - 1_000))) wrong.push("a callback from the future")
  if (yield* refused(genuine, beginning)) wrong.push("not the genuine one")
  return verdict(wrong.length === 0, () => `it took ${wrong.join()}`)
})

/** One character of a callback, and what it becomes. */
export const Forgery = Schema.Struct({
  place: Small(10_000),
  character: Schema.Literals(["0", "9", "a", " ", "}", "元"])
})
