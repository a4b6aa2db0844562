import { paths, type TourResult, type TourStopId, tourPage } from "../../look/index.ts"
import type { Route, Routes } from "../route.ts"
import type { Visit } from "../visit.ts"
import { isStop, stops } from "./stops.ts"

const order: ReadonlyArray<TourStopId> = ["last-piece", "pay-twice", "late-answer", "partial-refund", "killed"]

const show = async (
  visit: Visit,
  shown?: { readonly id: TourStopId; readonly result: TourResult }
): Promise<Response> =>
  visit.show(
    tourPage(
      { stops: order.map((id) => (id === shown?.id ? { id, result: shown.result } : { id })) },
      await visit.frame({ path: paths(visit.language).tour.slice(visit.language.length + 1) })
    )
  )

const tour: Route = (visit) => show(visit)

/** Results that are still to be begun: whoever asks for one meanwhile is shown the same. */
const waiting = new Map<string, Promise<TourResult>>()
let walking: Promise<unknown> = Promise.resolve()

/** Stops are walked one after the other, or two that want one last piece are in each other's way; a crowd shares one walk. */
const walked = ({ house, language }: Visit, stop: TourStopId): Promise<TourResult> => {
  const asked = `${house.file} ${language} ${stop}`
  const known = waiting.get(asked)
  if (known !== undefined) return known
  const begin = async (): Promise<TourResult> => {
    waiting.delete(asked)
    await house.goods.look()
    return stops[stop](house, language)
  }
  const result = walking.then(begin, begin)
  walking = result
  waiting.set(asked, result)
  return result
}

const walk: Route = async (visit, { stop = "" }) => {
  if (!isStop(stop)) return visit.c.notFound()
  return show(visit, { id: stop, result: await walked(visit, stop) })
}

/** The tour's addresses, each under its language. */
export const tourRoutes: Routes = { get: { "/tour": tour }, post: { "/tour/:stop": walk } }
