import type { Routes } from "../route.ts"
import { addLine } from "./add.ts"
import { account, signIn, walkIn, walkOut } from "./account.ts"
import { addCode, cart, removeCode, setLine } from "./cart.ts"
import { checkout, placeOrder } from "./checkout.ts"
import { home } from "./home.ts"
import { categories, category } from "./listing.ts"
import { actOnOrder, order, parcel } from "./order.ts"
import { payAgain, payment } from "./payment.ts"
import { product } from "./product.ts"
import { search } from "./search.ts"
import { actOnReturn, askReturn, returned, sendReturn } from "./return.ts"

/** The buyers' addresses, each under its language. */
export const pageRoutes: Routes = {
  get: {
    "": home,
    "/categories": categories,
    "/category/:id": category,
    "/search": search,
    "/product/:id": product,
    "/cart": cart,
    "/checkout": checkout,
    "/payment/:payment": payment,
    "/order/:order": order,
    "/order/:order/parcel/:parcel": parcel,
    "/order/:order/return": askReturn,
    "/return/:return": returned,
    "/account": account,
    "/sign-in": signIn
  },
  post: {
    "/cart/add": addLine,
    "/cart/line": setLine,
    "/cart/code": addCode,
    "/cart/code/remove": removeCode,
    "/checkout": placeOrder,
    "/payment/:payment": payAgain,
    "/order/:order": actOnOrder,
    "/order/:order/return": sendReturn,
    "/return/:return": actOnReturn,
    "/sign-in": walkIn,
    "/sign-out": walkOut
  }
}
