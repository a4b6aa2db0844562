import type { Plant } from "../pricing/plants.ts"
import { command, plant } from "./change.ts"

/** Faults in what staff do about intents that were given up. */
export const staffPlants: Readonly<Record<string, Plant>> = {
  "retry-revives-nothing": plant(
    "staff try all of a kind again, and nothing of it is tried",
    command("parked", "revived: stuck.map(({ id }) => id)", "revived: []")
  ),
  "resolved-stays": plant(
    "an intent that staff took out stays where it was",
    command("parked", "answered: [intent]", "answered: []")
  )
}
