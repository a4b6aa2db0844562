import { isStorable } from "pannier/kernel"
import { refuse } from "pannier/storage"
import type { Session } from "./session.ts"
import { longestName } from "./statements.ts"

/** The table of a collection. */
export const tableOf = (session: Session, collection: string): string => session.table(`doc_${collection}`)

/** Refuses what cannot be a name in the database, and a name that is there twice. */
export const checkNames = (what: string, names: ReadonlyArray<string>): void => {
  const seen = new Set<string>()
  for (const name of names) {
    if (name === "" || !isStorable(name) || Buffer.byteLength(name) > longestName) {
      refuse("Unsupported", `${what}: \`${name}\` cannot be a name`)
    }
    if (seen.has(name)) refuse("Unsupported", `${what}: \`${name}\` is there twice`)
    seen.add(name)
  }
}
