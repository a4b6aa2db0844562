import { failures } from "pannier/command"
import { message } from "pannier/kernel"
import { AnchorError } from "pannier/storage"
import * as Schema from "effect/Schema"

/**
 * What a store, a vault or an anchor answered, in both languages, with the detail that only those who run the machine should see. What no
 * Schema knows is shown as it is.
 */
export const failureLine = (fact: object): string => {
  for (const schema of [...failures, AnchorError]) {
    if (!Schema.is(schema)(fact)) continue
    const { zh, en } = message(schema, fact)
    const detail = "detail" in fact && typeof fact.detail === "string" && fact.detail !== "" ? `: ${fact.detail}` : ""
    return `${zh} · ${en}${detail}`
  }
  return JSON.stringify(fact)
}
