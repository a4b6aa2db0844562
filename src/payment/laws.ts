import * as Result from "effect/Result"
import { broken, every, held, law, type Law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import { type Forgery, forgeries } from "./laws/forgeries.ts"
import {
  answers,
  beginning,
  type FreshGateway,
  type Heard,
  minute,
  paymentOf,
  play,
  refundOf,
  Trace
} from "./laws/trace.ts"
import type { PaymentGateway } from "./ports.ts"

export type { FreshGateway, GatewaySubject } from "./laws/trace.ts"

const states = (heard: ReadonlyArray<Heard>, one: number): ReadonlyArray<string> =>
  heard.flatMap(({ act, one: other, answer }) =>
    !isRefund(act) && other % 3 === one && answer !== undefined && Result.isSuccess(answer)
      ? [answer.success.state]
      : []
  )

const isRefund = (act: Heard["act"]): boolean => act === "refund" || act === "askRefund"

// A payment's states only go on along these.
const onward: { readonly [state: string]: ReadonlyArray<string> } = {
  unknown: ["unknown", "pending", "declined", "captured", "closed"],
  pending: ["pending", "declined", "captured", "closed"],
  declined: ["declined", "pending", "captured", "closed"],
  captured: ["captured"],
  closed: ["closed"]
}

const once = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L37",
    title: "a captured payment stays captured, and a closed one, known or not, is never charged",
    input: Trace,
    holds: async (trace) => {
      const { heard } = await play(fresh, trace)
      return every(
        [0, 1, 2].map((one): Verdict => {
          const seen = states(heard, one)
          if (!seen.includes("captured") && !seen.includes("closed")) return vacuous("no payment ended")
          const wrong = seen.findIndex((state, index) => index > 0 && !onward[seen[index - 1] ?? ""]?.includes(state))
          return verdict(wrong < 0, () => `\`${seen[wrong - 1]}\` became \`${seen[wrong]}\``)
        })
      )
    }
  })

const closes = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L37",
    title: "to close is answered as closed, or as captured; from its expiry on, so is every other question",
    input: Trace,
    holds: async (trace) => every((await play(fresh, trace)).heard.map(closed))
  })

const closed = ({ act, at, answer }: Heard): Verdict => {
  const expired = (act === "start" || act === "query") && at >= beginning + 30 * minute
  if ((act !== "close" && !expired) || answer === undefined) return vacuous("nothing was closed")
  if (Result.isFailure(answer)) return broken(`${act} failed with ${answer.failure.reason}`)
  const { state } = answer.success
  if (expired && state === "unknown") return vacuous("never started")
  return verdict(state === "closed" || state === "captured", () => `${act} answered \`${state}\``)
}

const askedAgain = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L38",
    title: "asking a gateway again has no second effect and gives the same answer",
    input: Trace,
    holds: async (trace) => {
      const doubled = await answers(
        fresh,
        trace.flatMap((turn) => (turn.act === "wait" ? [turn] : [turn, turn]))
      )
      const plain = await answers(fresh, trace)
      // Each turn is four answers; of a doubled one, the first four and the last four must be the same.
      let at = 0
      for (const [index, turn] of trace.entries()) {
        const first = plain.slice(index * 4, index * 4 + 4)
        for (let times = turn.act === "wait" ? 1 : 2; times > 0; times--, at += 4) {
          const found = doubled.slice(at, at + 4)
          if (found.join() !== first.join())
            return broken(`${turn.act} told ${first.join()}, and again ${found.join()}`)
        }
      }
      return held
    }
  })

const refunds = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L35",
    title: "a gateway sends back what fits into what it captured, once, and never more",
    input: Trace,
    holds: async (trace) => {
      const { gateway, heard } = await play(fresh, trace)
      const left = new Map<string, bigint>()
      const known = new Map<string, string>()
      const verdicts: Array<Verdict> = []
      for (const { act, one, answer } of heard) {
        if (answer === undefined || Result.isFailure(answer)) {
          if (act === "refund") verdicts.push(refusedPart(gateway, one))
          continue
        }
        const { state } = answer.success
        const { refund, payment, amount } = refundOf(one)
        if (act === "askRefund") {
          verdicts.push(verdict((state === "unknown") === !known.has(refund), () => `\`${refund}\` is \`${state}\``))
          continue
        }
        if (act !== "refund") {
          if (state === "captured" && !left.has(payment)) left.set(payment, paymentOf(one).amount.amount)
          continue
        }
        const free = left.get(payment) ?? 0n
        const first = known.get(refund)
        const taken = state !== "failed"
        known.set(refund, state)
        if (first !== undefined) {
          verdicts.push(verdict((first === "failed") === !taken, () => `\`${refund}\` changed its end`))
          continue
        }
        const fits = amount.amount <= free && !isPart(gateway, one)
        verdicts.push(verdict(fits === taken, () => `\`${refund}\` of ${amount.amount} of ${free} is ${state}`))
        if (taken) left.set(payment, free - amount.amount)
      }
      return every(verdicts)
    }
  })

const isPart = ({ capabilities }: PaymentGateway, one: number): boolean => !capabilities.partialRefunds && one < 3

const refusedPart = (gateway: PaymentGateway, one: number): Verdict =>
  verdict(isPart(gateway, one), () => `\`${refundOf(one).refund}\` was not answered`)

const remembers = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L38",
    title: "days later a gateway still tells, by the shop's id, what became of a payment and of a refund",
    input: Trace,
    holds: async (trace) => {
      const looks = [0, 1, 2].map((one) => ({ act: "query", one }) as const)
      const asks = [0, 1, 2, 3, 4, 5].map((one) => ({ act: "askRefund", one }) as const)
      const { heard } = await play(fresh, [...trace, ...asks, { act: "days", one: 0 }, ...looks, ...asks])
      const days = heard.findIndex(({ act }) => act === "days")
      const last = (of: ReadonlyArray<Heard>, act: Heard["act"], one: number): string =>
        stateOf(of.findLast((answer) => answer.act === act && answer.one === one))
      const compared = [...looks, ...asks].map(({ act, one }): Verdict => {
        const before = last(heard.slice(0, days), act, one)
        const after = last(heard.slice(days), act, one)
        if (before === "unknown" || before === "-") return verdict(after === before, () => `${before} became ${after}`)
        const ends = before === "captured" || before === "closed" || before === "succeeded" || before === "failed"
        return verdict(ends ? after === before : after !== "unknown", () => `\`${before}\` became \`${after}\``)
      })
      const known = compared.length > 0 && heard.some(({ answer }) => answer !== undefined && ended(answer))
      return known ? every(compared) : vacuous("nothing was asked for")
    }
  })

const ended = (answer: NonNullable<Heard["answer"]>): boolean =>
  Result.isSuccess(answer) && answer.success.state !== "unknown"

const stateOf = (heard: Heard | undefined): string =>
  heard?.answer !== undefined && Result.isSuccess(heard.answer) ? heard.answer.success.state : "-"

const callbacks = (fresh: FreshGateway): Law<Trace> =>
  law({
    id: "L41",
    title: "what a gateway calls back is what it answers: each capture, signed, and nothing that did not happen",
    input: Trace,
    holds: async (trace) => {
      const { heard, called } = await play(fresh, trace)
      const verdicts: Array<Verdict> = []
      const captured = new Set<string>()
      for (const report of called) {
        if (Result.isFailure(report)) return broken(`its own callback is ${report.failure._tag}`)
        const { payment, state, amount } = report.success
        const one = [0, 1, 2].find((number) => paymentOf(number).payment === payment) ?? 0
        const seen = states(heard, one)
        const right = seen.includes(state) && amount.amount === paymentOf(one).amount.amount
        verdicts.push(verdict(right, () => `called back \`${state}\` ${amount.amount}, answered ${seen.join()}`))
        if (state === "captured") captured.add(payment)
      }
      for (const one of [0, 1, 2]) {
        if (!states(heard, one).includes("captured")) continue
        verdicts.push(verdict(captured.has(paymentOf(one).payment), () => "a capture was not called back"))
      }
      return every(verdicts)
    }
  })

/** What every payment gateway upholds. An adapter's test is one loop over them. */
export const gatewayLaws = (fresh: FreshGateway): ReadonlyArray<Law<Trace> | Law<typeof Forgery.Type>> => [
  once(fresh),
  closes(fresh),
  askedAgain(fresh),
  remembers(fresh),
  refunds(fresh),
  callbacks(fresh),
  forgeries(fresh)
]

/** The same trace gives the same answers at both; the memory gateway is the specification. */
export const gatewayEquivalence = (left: FreshGateway, right: FreshGateway): Law<Trace> =>
  law({
    id: "L61",
    title: "a gateway answers every trace as its specification does",
    input: Trace,
    holds: async (trace) => {
      const [one, other] = [await answers(left, trace), await answers(right, trace)]
      const differs = one.findIndex((answer, index) => answer !== other[index])
      return verdict(differs < 0, () => `answer ${differs} is ${one[differs]}, and ${other[differs]}`)
    }
  })
