/** The store a shop is kept in if nobody says otherwise; the storefront has the same. */
export const usualStore = "sqlite:./shop.db"

/** The command was not understood: it is told in both languages, and the process ends with 2. */
export class Usage extends Error {
  override readonly name = "Usage"
}
