import type { Routes } from "../app.ts"

/** The tour's addresses, each under its language. */
export const tourRoutes: Routes = {}
