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

const walk: Route = async (visit, { stop = "" }) => {
  if (!isStop(stop)) return visit.c.notFound()
  await visit.house.goods.look()
  return show(visit, { id: stop, result: await stops[stop](visit.house, visit.language) })
}

/** The tour's addresses, each under its language. */
export const tourRoutes: Routes = { get: { "/tour": tour }, post: { "/tour/:stop": walk } }
