import * as Effect from "effect/Effect"
import { PreventSchedulerYield } from "effect/Scheduler"
import type { Carrier } from "../../logistics/ports.ts"
import { type CarrierVerb, type MemoryCarrier, memoryCarrier } from "../../memory/carrier.ts"
import type { Fate, GatewayVerb } from "../../memory/faults.ts"
import { type MemoryGateway, memoryGateway } from "../../memory/gateway.ts"
import { memoryVault } from "../../memory/vault.ts"
import type { PaymentGateway } from "../../payment/ports.ts"
import type { Cipher, KeyVault } from "../../privacy/ports.ts"
import type { Faults } from "./rates.ts"
import type { Owner, Schedule } from "./schedule.ts"

/** As long as the slowest of providers repeats itself: three days, in milliseconds. */
const longest = 72 * 3_600_000

/** As short a time as a provider remembers the keys of requests: a day, in milliseconds. */
const keysLast = 24 * 3_600_000

/** What the shop asked a partner to do, and what became of it: a line of the simulation's own notes. */
export type Noted = (partner: string, verb: string, id: string, fate: string) => void

const word = (fate: Fate): string => (typeof fate === "string" ? fate : `late by ${fate.late} ms`)

/** Lets something be wrong with each request so many times at most. */
const atMost = (most: number) => {
  const wrongs = new Map<string, number>()
  return <A>(of: string, wrong: () => A | undefined): A | undefined => {
    const before = wrongs.get(of) ?? 0
    const now = before < most ? wrong() : undefined
    if (now !== undefined) wrongs.set(of, before + 1)
    return now
  }
}

/** A request fails only so many times. */
const bounded = (most: number, fate: (of: string) => Fate): ((of: string) => Fate) => {
  const failures = atMost(most)
  return (of) =>
    failures(of, () => {
      const now = fate(of)
      return now === "carried" ? undefined : now
    }) ?? "carried"
}

const requestFate = (faults: Faults, of: string): Fate => {
  if (faults.strikes("F6", of)) return "request lost"
  if (faults.strikes("F7", of)) return "reply lost"
  return faults.strikes("F8", of) ? { late: faults.dice.delay(longest) } : "carried"
}

const arrivals = (faults: Faults, of: string): ReadonlyArray<number> => {
  if (!faults.strikes("F10", of)) return [0]
  return Array.from({ length: faults.dice.below(4) }, () => faults.dice.delay(longest))
}

/**
 * A gateway with a book of its own, on the simulation's clock.
 *
 * @param most how often one request fails at most before it gets through
 */
export const simulatedGateway = (
  { name, methods }: { readonly name: string; readonly methods: ReadonlyArray<string> },
  schedule: Schedule,
  faults: Faults,
  noted: Noted,
  most: number
): MemoryGateway => {
  const fateOf = bounded(most, (of) => requestFate(faults, of))
  const garbles = atMost(most)
  return memoryGateway({
    name,
    methods,
    clock: () => schedule.now,
    faults: {
      request: (verb: GatewayVerb, id) => {
        const fate = fateOf(`${name} ${verb} ${id}`)
        noted(name, verb, id, word(fate))
        return fate
      },
      ...(faults.has("F9") ? { keysLast } : {}),
      garbled: (verb, id) =>
        garbles(`${verb} ${id}`, () =>
          faults.strikes("F9", `${name} ${verb} ${id}`) ? faults.dice.pick(["other reply", "other amount"]) : undefined
        ),
      charge: (payment) => (faults.strikes("F8", `${name} charge ${payment}`) ? faults.dice.delay(longest) : 0),
      refund: (refund) => {
        if (!faults.strikes("F11", `${name} refund ${refund}`)) return { after: 0 }
        return { after: faults.dice.delay(longest), fails: faults.dice.happens(0.3) }
      },
      callback: ({ payment, state }) => arrivals(faults, `${name} tells ${payment} ${state}`)
    }
  })
}

/** A carrier with a book of its own. */
export const simulatedCarrier = (
  name: string,
  schedule: Schedule,
  faults: Faults,
  noted: Noted,
  most: number
): MemoryCarrier => {
  const fateOf = bounded(most, (of) => {
    if (!faults.strikes("F15", of)) return "carried"
    return faults.dice.pick<Fate>(["request lost", "reply lost", { late: faults.dice.delay(longest) }])
  })
  return memoryCarrier({
    name,
    clock: () => schedule.now,
    faults: {
      request: (verb: CarrierVerb, id) => {
        const fate = fateOf(`${name} ${verb} ${id}`)
        noted(name, verb, id, word(fate))
        return fate
      },
      declines: ({ shipment }) => faults.strikes("F15", `${name} declines ${shipment}`, 0.3),
      callback: ({ shipment }) => arrivals(faults, `${name} tells ${shipment}`)
    }
  })
}

/** The gateway as one node reaches it: whoever waits for an answer may be overtaken before and after it was acted on. */
export const gatewayFrom = (node: Owner, gateway: PaymentGateway, schedule: Schedule): PaymentGateway => {
  const around = <A, E>(label: string, ask: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    overtaken(node, schedule, label, ask)
  return {
    ...gateway,
    start: (request) => around("start", gateway.start(request)),
    query: (request) => around("query", gateway.query(request)),
    close: (request) => around("close", gateway.close(request)),
    refund: (request) => around("refund", gateway.refund(request)),
    queryRefund: (request) => around("query refund", gateway.queryRefund(request))
  }
}

/** The carrier as one node reaches it. */
export const carrierFrom = (node: Owner, carrier: Carrier, schedule: Schedule): Carrier => ({
  ...carrier,
  book: (booking) => overtaken(node, schedule, "book", carrier.book(booking)),
  track: (request) => overtaken(node, schedule, "track", carrier.track(request)),
  cancel: (request) => overtaken(node, schedule, "cancel", carrier.cancel(request))
})

const overtaken = <A, E>(
  node: Owner,
  schedule: Schedule,
  label: string,
  ask: Effect.Effect<A, E>
): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    yield* schedule.pause(node, `ask ${label}`)
    // A partner is a process of its own: nothing here goes first in the midst of what it does.
    const exit = yield* Effect.provideService(Effect.exit(ask), PreventSchedulerYield, true)
    yield* schedule.pause(node, `hear ${label}`)
    return yield* exit
  })

/** What keeps personal data apart in a simulation, and would keep nobody out: it binds and is fast, no more. */
const envelope: Cipher = {
  encrypt: (key, nonce, bound, text) => {
    const sealed = new Uint8Array(text.length + 4)
    for (const [index, byte] of text.entries()) sealed[index] = byte ^ (key[index % 32] ?? 0) ^ (nonce[index % 12] ?? 0)
    sealed.set(tagOf(key, nonce, bound, text), text.length)
    return sealed
  },
  decrypt: (key, nonce, bound, secret) => {
    const text = secret.slice(0, -4).map((byte, index) => byte ^ (key[index % 32] ?? 0) ^ (nonce[index % 12] ?? 0))
    const tag = tagOf(key, nonce, bound, text)
    return secret.slice(-4).every((byte, index) => byte === tag[index]) ? text : undefined
  }
}

const tagOf = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  let sum = 0x811c9dc5
  for (const part of parts) for (const byte of part) sum = Math.imul(sum ^ byte, 0x01000193)
  return Uint8Array.of(sum, sum >>> 8, sum >>> 16, sum >>> 24)
}

/** A vault that all nodes share. */
export const simulatedVault = (faults: Faults): KeyVault => {
  const vault = memoryVault(envelope)
  return {
    ...vault,
    key: (subject) =>
      Effect.suspend(() =>
        faults.strikes("F17", subject)
          ? Effect.fail({ _tag: "VaultError", reason: "Unavailable", detail: "key" } as const)
          : vault.key(subject)
      )
  }
}
