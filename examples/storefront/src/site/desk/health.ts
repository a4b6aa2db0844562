/** Whether the shop is well: what has to leave, what is stuck, what was refused, and what must hold at every instant. */
import * as Effect from "effect/Effect"
import type { Storage, Waiting } from "pannier/storage"
import { type Action, deskHealthPage, type DeskHealthView, paths } from "../../look/index.ts"
import { count, dateTime } from "../../text/format.ts"
import { type Language, say, type TextKey } from "../../text/index.ts"
import type { House } from "../house.ts"
import type { Route } from "../route.ts"
import { checksOf } from "./checks.ts"
import type { Visit } from "../visit.ts"
import { act, denied } from "./door.ts"
import { errandsOf, queuesOf, refusalsOf, tallied } from "./pulse.ts"
import { whyBroken } from "./words.ts"

/** Most intents that are looked at. */
const intentsRead = 2000
/** Lanes shown. */
const lanesShown = 50
/** The longest note of who resolves an intent, in characters. */
const longestNote = 500
/** Entries that the running check may lag behind before it counts as behind: those of a second or two of selling. */
const close = 100

export const health: Route = (visit) => show(visit)

/** A note that cannot be kept, and why. */
interface Refused {
  readonly intent: string
  readonly note: string
  readonly error: string
}

const show = async (visit: Visit, refused?: Refused): Promise<Response> => {
  const { c, house, language } = visit
  const { storage } = house.shop
  const now = Date.now()
  const parked = await visit.as.operations.parked({})
  const waiting = await Effect.runPromise(storage.waiting(intentsRead))
  const commits = await headOf(storage)
  const whole = c.req.query("check") !== undefined
  const counted = tallied(house.shop.kernel.services)
  const worker = workerOf(house)
  const may = await visit.may("operations.retryIntent", "operations.retryIntents", "operations.resolveIntent")
  const view: DeskHealthView = {
    checks: await checksOf(house, { commits, waiting, now, whole }, language),
    watch: watchOf(house, commits, language),
    queues: queuesOf(waiting, now, language),
    ...(waiting.length < intentsRead ? {} : { queuesTo: intentsRead }),
    lanes: lanesOf(waiting, language),
    parked: parked.map((intent) => parkedOf(intent, may, language, refused)),
    building: await Effect.runPromise(storage.building),
    ...(worker === undefined ? {} : { worker }),
    refusals: refusalsOf(counted),
    errands: errandsOf(counted, language),
    commits,
    actions: [
      {
        label: say(language, "health.checkAll"),
        to: `${paths(language).deskHealth}?check=1`,
        post: false,
        weight: "plain"
      },
      ...(parked.length > 1 && may.has("operations.retryIntents") ? [retryAll(language)] : [])
    ]
  }
  return visit.show(deskHealthPage(view, await visit.frame()), refused === undefined ? 200 : 422)
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

/** The running check as it stands: at fault, behind, or sound. */
const watchOf = ({ watch }: House, commits: number, language: Language): DeskHealthView["watch"] => {
  const { position, chained, lines, events, compared, fault, broken } = watch.seen
  const behind = Math.max(0, commits - position)
  const faults = [
    ...(fault === undefined
      ? []
      : [say(language, `fault.${fault.kind}`, { about: fault.about, position: count(language, fault.position) })]),
    ...(broken === undefined ? [] : [whyBroken(broken, language)])
  ]
  const fact = (name: TextKey, value: string) => ({ name: say(language, name), value })
  return {
    state:
      faults.length > 0
        ? { label: say(language, "state.watch.fault"), mood: "bad" }
        : behind > close
          ? { label: say(language, "state.watch.behind"), mood: "waiting" }
          : { label: say(language, "state.watch.sound"), mood: "good" },
    position,
    share: commits === 0 ? 1 : Math.min(1, position / commits),
    facts: [
      fact("health.behind", count(language, behind)),
      fact("health.chained", count(language, chained)),
      fact("health.lines", count(language, lines + events)),
      fact(
        "health.compared",
        compared === undefined
          ? say(language, "health.notCompared")
          : say(language, "health.comparedAt", {
              accounts: count(language, compared.accounts),
              at: dateTime(language, compared.at)
            })
      )
    ],
    faults
  }
}

/** What the worker did last. Why its errands failed is told by their tags, each once. */
const workerOf = (house: House): DeskHealthView["worker"] => {
  const { last, busy } = house.rounds()
  if (last === undefined) return undefined
  if (busy === undefined) return { at: last.at }
  const why = [...new Set(busy.failed.map(({ kind, cause }) => `${kind}: ${cause}`))].join(", ")
  return { at: last.at, busy: { at: busy.at, answered: busy.answered, failed: busy.failed.length, why } }
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

interface Parked {
  readonly id: string
  readonly kind: string
  readonly lane: string
  readonly tries: number
  readonly payload: string
}

const parkedOf = (
  { id, kind, lane, tries, payload }: Parked,
  may: ReadonlySet<string>,
  language: Language,
  refused: Refused | undefined
): DeskHealthView["parked"][number] => {
  const about: Readonly<Record<string, unknown>> = JSON.parse(payload)
  const { order, payment } = about
  const ask = (what: string, label: TextKey, weight: Action["weight"]): Action => ({
    label: say(language, label),
    to: paths(language).deskHealth,
    post: true,
    weight,
    fields: { do: what, intent: id }
  })
  const { note: value, error } = refused?.intent === id ? refused : { note: "", error: undefined }
  const field = { value, most: longestNote, ...(error === undefined ? {} : { error }) }
  return {
    intent: kind,
    lane,
    tries,
    why: payload,
    ...(typeof order === "string"
      ? { to: paths(language).deskOrder(order) }
      : typeof payment === "string"
        ? { to: paths(language).deskPayments("open") }
        : {}),
    actions: [
      ...(may.has("operations.retryIntent") ? [ask("retry", "desk.retry", "plain")] : []),
      ...(may.has("operations.resolveIntent")
        ? [
            {
              ...ask("resolve", "health.resolve", "danger"),
              ask: { name: "note", label: say(language, "health.note"), field }
            }
          ]
        : [])
    ]
  }
}

const retryAll = (language: Language): Action => ({
  label: say(language, "health.retryAll"),
  to: paths(language).deskHealth,
  post: true,
  weight: "plain",
  fields: { do: "retryAll" }
})

/** Somebody of the staff tries parked intents again, or takes one out of its lane. */
export const actOnIntent: Route = async (visit) => {
  const { as, language } = visit
  const { do: what = "", key = "", intent = "", note: typed = "" } = await visit.form()
  const to = paths(language).deskHealth
  if (what === "retry")
    return act(visit, to, say(language, "health.retried"), () => as.operations.retryIntent({ intent }, { key }))
  if (what === "retryAll")
    return act(visit, to, say(language, "health.retried"), () => as.operations.retryIntents({}, { key }))
  if (what !== "resolve") return visit.c.notFound()
  // Who may not is told so first, whatever was typed.
  if (!(await visit.may("operations.resolveIntent")).has("operations.resolveIntent")) return denied(visit)
  const note = typed.trim()
  if (note === "") return show(visit, { intent, note, error: say(language, "form.required") })
  if (note.length > longestNote) {
    return show(visit, { intent, note, error: say(language, "form.tooLong", { most: longestNote }) })
  }
  return act(visit, to, say(language, "health.resolved"), () => as.operations.resolveIntent({ intent, note }, { key }))
}
