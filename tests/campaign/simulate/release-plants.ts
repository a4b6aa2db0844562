import type { Change } from "../pricing/plants.ts"
import { change, command } from "./change.ts"

/** A fault of a rolling deployment: what is changed in the release that is there, and in the one that follows. */
export interface ReleasePlant {
  /** What the fault is, in a sentence. */
  readonly is: string
  readonly former: ReadonlyArray<Change>
  readonly next: ReadonlyArray<Change>
}

/** Faults that only two releases on one log can show: each must be found. */
export const releasePlants: Readonly<Record<string, ReleasePlant>> = {
  "newer-read-as-own": {
    is: "a node reads a document of a newer version as if it were its own",
    former: [command("recent", "return version <= from.version", "return version > 0")],
    next: []
  },
  "lowered-with-a-lie": {
    is: "a document is written back for the older nodes without what they cannot say",
    former: [],
    next: [change("cart")("model", "(bulk === true ? undefined : before)", "(bulk === null ? undefined : before)")]
  },
  "written-ahead": {
    is: "the next release writes its own version at once, whether or not every node reads it",
    former: [],
    next: [
      command("writable", "return Math.min(highest, Math.max(lowest, this.#raised.get(name) ?? 1))", "return highest")
    ]
  },
  "version-dropped": {
    is: "a document that is changed loses the number of its version",
    former: [],
    next: [
      command(
        "revision",
        "version === 1 ? { names, texts } : { names: [versionField",
        "version > 0 ? { names, texts } : { names: [versionField"
      )
    ]
  },
  "repeat-read-anew": {
    is: "a reply that the release before has given is read by the Schema of this one before it is repeated",
    former: [],
    next: [command("reply", "    this.wire = wire\n", "    this.wire = wire\n    decode(schema, wire)\n")]
  },
  "rewrite-keeps-older": {
    is: "the batch leaves documents of the older version as they are",
    former: [],
    next: [
      command("batch/rewrite", "keeps: (schema) => schema >= from.highest", "keeps: (schema) => schema <= from.highest")
    ]
  }
}
