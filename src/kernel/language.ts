/** The languages every text of the kernel is written in. */
export type Language = "zh" | "en"

export type { Wording } from "./id.ts"
