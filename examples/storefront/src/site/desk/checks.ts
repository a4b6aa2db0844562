/** What must hold at every instant, looked at when somebody opens the page. */
import type { SqliteStorage } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { system } from "pannier/command"
import { amountFrom } from "pannier/money"
import { Refund, takenBy } from "pannier/payment"
import type { Storage, Waiting } from "pannier/storage"
import type { DeskHealthView } from "../../look/index.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { House } from "../house.ts"

type Check = DeskHealthView["checks"][number]

/** Most entries of the log, and paid orders, that are looked at. */
const entriesRead = 500
const ordersRead = 25
/** How long an intent that is due may wait before it counts as late, in milliseconds. */
export const patience = 300_000

/** All checks of one visit; the whole file only when it is asked for. */
export const checksOf = async (
  house: House,
  {
    commits,
    waiting,
    now,
    whole
  }: {
    readonly commits: number
    readonly waiting: ReadonlyArray<Waiting>
    readonly now: number
    readonly whole: boolean
  },
  language: Language
): Promise<ReadonlyArray<Check>> => {
  const { storage } = house.shop
  return [
    await trialCheck(storage, language),
    await logCheck(storage, commits, language),
    await moneyCheck(house, language),
    intentCheck(waiting, now, language),
    ...(whole ? await fileCheck(storage, language) : [])
  ]
}

const checked = (law: string, title: TextKey, looked: number, broken: boolean, language: Language): Check => ({
  law,
  title: say(language, title),
  looked,
  state: broken
    ? { label: say(language, "state.check.broken"), mood: "bad" }
    : looked === 0
      ? { label: say(language, "state.check.vacuous"), mood: "quiet" }
      : { label: say(language, "state.check.held"), mood: "good" }
})

const trialCheck = async (storage: Storage, language: Language): Promise<Check> => {
  const trial = await Effect.runPromise(storage.trial)
  return checked(
    "L04",
    "health.trial",
    trial.length,
    trial.some(({ posted }) => posted !== 0n),
    language
  )
}

const logCheck = async (storage: Storage, head: number, language: Language): Promise<Check> => {
  const entries = await Effect.runPromise(storage.events(Math.max(0, head - entriesRead), entriesRead))
  const broken = entries.some(({ position, at }, index) => {
    const before = entries[index - 1]
    return before !== undefined && (position !== before.position + 1 || at < before.at)
  })
  return checked("L42 L60", "health.log", entries.length, broken, language)
}

const minor = ({ amount, currency }: { readonly amount: string; readonly currency: string }): bigint =>
  Result.getOrThrow(amountFrom(amount, currency))

const refundOf = Schema.decodeUnknownSync(Refund)

/** What is left on a payment's account is what was captured less what its refunds take, and less a deposit that the shop has kept. */
const moneyCheck = async ({ shop }: House, language: Language): Promise<Check> => {
  const run = shop.as(system)
  const { items } = await run.payment.list({ state: "captured" })
  const latest = [...new Set(items.map(({ order }) => order))].slice(0, ordersRead)
  const orders = await Promise.all(latest.map((order) => run.order.full({ order })))
  const broken = orders.some(({ order, payments, refunds, accounts }) => {
    const captured = payments
      .filter(({ state }) => state === "captured")
      .reduce((sum, { amount }) => sum + minor(amount), 0n)
    const back = refunds.reduce((sum, refund) => sum + takenBy(refundOf(refund)), 0n)
    const left = accounts
      .filter(({ account }) => account.startsWith("captured:"))
      .reduce((sum, { posted, outgoing }) => sum + BigInt(posted) - BigInt(outgoing), 0n)
    const kept = order.deposit?.kept === undefined ? 0n : minor(order.deposit.kept)
    return left !== captured - back - kept
  })
  return checked("L35 L36", "health.money", orders.length, broken, language)
}

const intentCheck = (waiting: ReadonlyArray<Waiting>, now: number, language: Language): Check =>
  checked(
    "L40",
    "health.intents",
    waiting.length,
    waiting.some(({ state, due }) => state === "parked" || due < now - patience),
    language
  )

/** Reads everything, so only when asked for. */
const fileCheck = async (
  storage: Storage & Partial<Pick<SqliteStorage, "integrity">>,
  language: Language
): Promise<ReadonlyArray<Check>> => {
  if (storage.integrity === undefined) return []
  const faults = await Effect.runPromise(storage.integrity)
  for (const fault of faults) console.error(fault)
  return [checked("L34", "health.file", 1, faults.length > 0, language)]
}
