import { text } from "../../../shop/questions/reading.ts"
import type { PrefixLaw } from "./prefixes.ts"
import type { Told } from "./told.ts"

/** L40: an intent ends once. What staff took out is not carried, before or after, and they say why they took it out. */
export const interventions: PrefixLaw = (told) => {
  const carried = new Set<string>()
  const resolved = new Set<string>()
  return ({ entry: { key }, changes }) => {
    const answered = key.slice(key.lastIndexOf("/") + 1)
    if (key.endsWith(`/answer/${answered}`)) {
      carried.add(answered)
      if (resolved.has(answered)) told.broken("L40", `intent ${answered} is carried after staff took it out`)
    }
    for (const { collection, id, type, after } of changes) {
      if (collection !== "intervention") continue
      told.act("L40")
      if (resolved.has(id)) told.broken("L40", `staff saw to intent ${id}, which they had taken out before`)
      if (type === "IntentRetried") told.staffed.retried++
      else {
        told.staffed.resolved++
        resolved.add(id)
        if (carried.has(id)) told.broken("L40", `staff took out intent ${id}, which was carried before`)
        if (text(after["note"]) === "") told.broken("L40", `intent ${id} was taken out without a word`)
      }
    }
  }
}

/** L40: a message that nobody can read does not vanish: it was taken out by staff. */
export const unread = (told: Told, keys: ReadonlySet<string>): void => {
  for (const key of keys) {
    if (!key.startsWith("poison/")) continue
    told.act("L40")
    const ending = text(told.document("intervention", `poison-${key.slice("poison/".length)}`)["ending"])
    if (ending !== "resolved") told.broken("L40", `${key} was read by nobody, and staff did not see to it`)
  }
}
