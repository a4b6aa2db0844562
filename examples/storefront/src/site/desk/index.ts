import { paths } from "../../look/index.ts"
import type { Route, Routes } from "../route.ts"
import { article, moveArticle } from "./article.ts"
import { actOnBatch, batches } from "./batches.ts"
import { account, books, transfer } from "./books.ts"
import { codes, codesFile, moreCodes } from "./codes.ts"
import { needs, staffOnly } from "./door.ts"
import { actOnIntent, health } from "./health.ts"
import { beginLaboratory, laboratory, trial, trialReport } from "./laboratory.ts"
import { actOnOrder, order } from "./order.ts"
import { orders } from "./orders.ts"
import { payments } from "./payments.ts"
import { editPromotion, newPromotion, promotion } from "./promotion.ts"
import { promotions } from "./promotions.ts"
import { actOnRefund, refunds } from "./refunds.ts"
import { actOnReturn, oneReturn, returns } from "./returns.ts"
import { stock } from "./stock.ts"

const guarded = (routes: Readonly<Record<string, Route>>): Readonly<Record<string, Route>> =>
  Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, staffOnly(route)]))

/** The staff's addresses, each under its language. */
export const deskRoutes: Routes = {
  get: guarded({
    "/desk": (visit) => visit.go(paths(visit.language).deskOrders()),
    "/desk/orders": orders,
    "/desk/order/:order": order,
    "/desk/returns": returns,
    "/desk/return/:return": oneReturn,
    "/desk/refunds": refunds,
    "/desk/payments": payments,
    "/desk/stock": stock,
    "/desk/stock/:sku": article,
    "/desk/promotions": promotions,
    "/desk/promotions/new": needs("promotion.try", newPromotion),
    "/desk/promotion/:promotion": promotion,
    "/desk/laboratory": needs("promotion.try", laboratory),
    "/desk/laboratory/:trial": needs("promotion.try", trial),
    "/desk/laboratory/:trial/report.json": needs("promotion.try", trialReport),
    "/desk/books": books,
    "/desk/books/account": account,
    "/desk/books/transfer": transfer,
    "/desk/codes": codes,
    "/desk/codes/:promotion/file": codesFile,
    "/desk/health": health,
    "/desk/batches": batches
  }),
  post: guarded({
    "/desk/codes/:promotion": moreCodes,
    "/desk/health": actOnIntent,
    "/desk/batches": actOnBatch,
    "/desk/order/:order": actOnOrder,
    "/desk/return/:return": actOnReturn,
    "/desk/refunds": actOnRefund,
    "/desk/stock/:sku": moveArticle,
    "/desk/promotions/new": needs("promotion.try", editPromotion),
    "/desk/promotion/:promotion": editPromotion,
    "/desk/laboratory": needs("promotion.try", beginLaboratory)
  })
}
