import type { Routes } from "../app.ts"
import { home } from "./home.ts"
import { category, search } from "./listing.ts"
import { addLine, product } from "./product.ts"

/** The buyers' addresses, each under its language. */
export const pageRoutes: Routes = {
  get: {
    "": home,
    "/category/:id": category,
    "/search": search,
    "/product/:id": product
  },
  post: {
    "/cart/add": addLine
  }
}
