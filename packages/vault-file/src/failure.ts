import type { VaultError } from "pannier/privacy"

/** The file cannot be what this package wrote. */
export class Unreadable extends Error {}

/** What the file system says of itself, never what the file holds. Anything else is a defect, and is thrown on. */
export const failure = (cause: unknown): VaultError => {
  if (cause instanceof Unreadable) return { _tag: "VaultError", reason: "Corrupt", detail: cause.message }
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    return { _tag: "VaultError", reason: "Unavailable", detail: cause.code }
  }
  throw cause
}
