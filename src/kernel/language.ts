/** The languages every text of the kernel is written in. */
export type Language = "zh" | "en"

/** A text in each language. */
export interface Wording {
  readonly zh: string
  readonly en: string
}
