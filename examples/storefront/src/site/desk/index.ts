import type { Routes } from "../app.ts"

/** The staff's addresses, each under its language. */
export const deskRoutes: Routes = {}
