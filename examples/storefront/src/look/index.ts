/** Every page of the shop, as a pure function of a view and the frame it stands in. */
export { accountPage, signInPage } from "./account.ts"
export { cartPage } from "./cart.ts"
export { checkoutPage } from "./checkout.ts"
export {
  deskAccountPage,
  deskBooksPage,
  deskPaymentsPage,
  deskStockPage,
  deskTransferPage
} from "./desk-books.ts"
export { deskBatchesPage } from "./desk-batches.ts"
export { deskCodesPage } from "./desk-codes.ts"
export { deskArticlePage } from "./desk-article.ts"
export { deskHealthPage } from "./desk-health.ts"
export { deskLaboratoryPage, deskTrialPage } from "./desk-laboratory.ts"
export { deskPromotionPage, deskPromotionsPage } from "./desk-promotions.ts"
export { deskOrderPage, deskOrdersPage } from "./desk-orders.ts"
export { deskRefundsPage } from "./desk-refunds.ts"
export { deskReturnPage, deskReturnsPage } from "./desk-returns.ts"
export { failurePage } from "./failure.ts"
export { homePage } from "./home.ts"
export type { Html } from "./html.ts"
export { houseMark } from "./icon.ts"
export { categoryPage, searchPage } from "./listing.ts"
export { orderPage, trackingPage } from "./order.ts"
export { markPath, paths, scriptPath, stylePath } from "./paths.ts"
export { paymentPage, sandboxPage } from "./payment.ts"
export { productPage } from "./product.ts"
export { returnFormPage, returnPage } from "./return.ts"
export { tourPage } from "./tour.ts"
export type { Text } from "../text/index.ts"
export type * from "./view.ts"
export type * from "./view-desk.ts"
export type * from "./view-health.ts"
export type * from "./view-promotion.ts"
