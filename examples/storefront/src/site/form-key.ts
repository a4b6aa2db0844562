import { randomUUID } from "node:crypto"

/**
 * The idempotency key of a form: a UUID of version 7 (RFC 9562 section 5.7), which begins with the instant it was made at. What
 * a command makes under it has ids in order of time, so that the database writes it at the end of its indexes.
 */
export const formKey = (): string => {
  const instant = Date.now().toString(16).padStart(12, "0")
  return `${instant.slice(0, 8)}-${instant.slice(8)}-7${randomUUID().slice(15)}`
}
