import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The root of the repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url))

/** A mutant by what it does, not by where: lines move. */
export interface Named {
  readonly file: string
  /** The line on which it begins, trimmed. */
  readonly line: string
  /** What stands there, and what the mutant has instead; long ones are cut. */
  readonly from: string
  readonly to: string
}

/** A mutant that no test kills, and why it may live. */
export interface Survivor extends Named {
  /** `equivalent`: no input gives another answer, so no test can kill it, and it does not count. */
  readonly kind: "equivalent" | "accepted"
  readonly reason: string
}

/** The survivors that are known, each with its reason. */
export const survivors = (): ReadonlyArray<Survivor> =>
  JSON.parse(readFileSync(new URL("./survivors.json", import.meta.url), "utf8")) as ReadonlyArray<Survivor>

/** Whether two names are of one mutant. */
export const same = (one: Named, other: Named): boolean => nameOf(one) === nameOf(other)

/** A mutant's name as one text. */
export const nameOf = ({ file, line, from, to }: Named): string => [file, line, from, to].join("\u0000")

/** Text on one line, not too long. */
export const brief = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, " ").trim()
  return flat.length > 100 ? `${flat.slice(0, 97)}...` : flat
}
