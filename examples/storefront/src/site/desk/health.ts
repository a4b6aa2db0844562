/** Whether the shop is well: what has to leave, what is stuck, and what must hold at every instant. */
import type { SqliteStorage } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { system } from "pannier/command"
import { amountFrom } from "pannier/money"
import { Refund, takenBy } from "pannier/payment"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Storage, Waiting } from "pannier/storage"
import { type Action, deskHealthPage, type DeskHealthView, paths } from "../../look/index.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { Route } from "../route.ts"
import type { House } from "../house.ts"

type Check = DeskHealthView["checks"][number]

/** Most intents, entries of the log, and paid orders that are looked at. */
const intentsRead = 500
const entriesRead = 500
const ordersRead = 25
/** Lanes shown. */
const lanesShown = 50
/** How long an intent that is due may wait before it counts as late, in milliseconds. */
const patience = 300_000

export const health: Route = async (visit) => {
  const { c, house, language } = visit
  const { storage } = house.shop
  const waiting = await Effect.runPromise(storage.waiting(intentsRead))
  const commits = await headOf(storage)
  const checks = [
    await trialCheck(storage, language),
    await logCheck(storage, commits, language),
    await moneyCheck(house, language),
    intentCheck(waiting, Date.now(), language),
    ...(c.req.query("check") === undefined ? [] : await fileCheck(storage, language))
  ]
  const view: DeskHealthView = {
    checks,
    lanes: lanesOf(waiting, language),
    parked: waiting.filter(({ state }) => state === "parked").map((intent) => parkedOf(intent, language)),
    commits,
    actions: [
      {
        label: say(language, "health.checkAll"),
        to: `${paths(language).deskHealth}?check=1`,
        post: false,
        weight: "plain"
      }
    ]
  }
  return visit.show(deskHealthPage(view, await visit.frame()))
}

/** The last position of the log. Positions are dense, so it is found by halving. */
const headOf = async (storage: Storage): Promise<number> => {
  const isThere = async (position: number): Promise<boolean> =>
    (await Effect.runPromise(storage.events(position - 1, 1))).length > 0
  let beyond = 1
  while (await isThere(beyond)) beyond *= 2
  let last = Math.floor(beyond / 2)
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2)
    if (await isThere(middle)) last = middle
    else beyond = middle
  }
  return last
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

/** What is left on a payment's account is what was captured less what its refunds take. */
const moneyCheck = async ({ shop }: House, language: Language): Promise<Check> => {
  const run = shop.as(system)
  const { items } = await run.payment.list({ state: "captured" })
  const latest = [...new Set(items.map(({ order }) => order))].slice(0, ordersRead)
  const orders = await Promise.all(latest.map((order) => run.order.full({ order })))
  const broken = orders.some(({ payments, refunds, accounts }) => {
    const captured = payments
      .filter(({ state }) => state === "captured")
      .reduce((sum, { amount }) => sum + minor(amount), 0n)
    const back = refunds.reduce((sum, refund) => sum + takenBy(refundOf(refund)), 0n)
    const left = accounts
      .filter(({ account }) => account.startsWith("captured:"))
      .reduce((sum, { posted, outgoing }) => sum + BigInt(posted) - BigInt(outgoing), 0n)
    return left !== captured - back
  })
  return checked("L35 L36", "health.money", orders.length, broken, language)
}

const intentCheck = (waiting: ReadonlyArray<Waiting>, now: number, language: Language): Check =>
  checked(
    "L40",
    "health.intents",
    waiting.length,
    waiting.some(({ due, state }) => state === "parked" || due < now - patience),
    language
  )

/** Reads everything, so only when asked for. */
const fileCheck = async (
  storage: Storage & Partial<SqliteStorage>,
  language: Language
): Promise<ReadonlyArray<Check>> => {
  if (storage.integrity === undefined) return []
  const faults = await Effect.runPromise(storage.integrity)
  for (const fault of faults) console.error(fault)
  return [checked("L34", "health.file", 1, faults.length > 0, language)]
}

const lanesOf = (waiting: ReadonlyArray<Waiting>, language: Language): DeskHealthView["lanes"] => {
  const lanes = Map.groupBy(waiting, ({ lane }) => lane)
  return [...lanes]
    .map(([lane, intents]) => {
      const parked = intents.some(({ state }) => state === "parked")
      return {
        lane,
        waiting: intents.length,
        oldest: Math.min(...intents.map(({ due }) => due)),
        state: parked
          ? { label: say(language, "state.intent.parked"), mood: "bad" as const }
          : { label: say(language, "state.intent.waiting"), mood: "waiting" as const }
      }
    })
    .toSorted((a, b) => a.oldest - b.oldest)
    .slice(0, lanesShown)
}

const parkedOf = ({ kind, lane, tries, payload }: Waiting, language: Language): DeskHealthView["parked"][number] => {
  const about: Readonly<Record<string, unknown>> = JSON.parse(payload)
  const { order } = about
  const action: Action | undefined =
    typeof order === "string"
      ? { label: say(language, "desk.toOrder"), to: paths(language).deskOrder(order), post: false, weight: "plain" }
      : undefined
  return { intent: kind, lane, tries, why: payload, ...(action === undefined ? {} : { action }) }
}
