/** The header of everything that is signed: `t=<seconds since 1970>,v1=<HMAC-SHA256 in hexadecimal>`. */
export const sealHeader = "carrier-seal"

/** How far a seal's instant may be from the clock of whoever reads it, in milliseconds. */
const tolerance = 300_000

/** Marks texts with a secret that both sides know (HMAC-SHA256, RFC 2104), and knows its own marks again. */
export interface Sealer {
  /** The header's value for a text at an instant (milliseconds). */
  readonly seal: (text: string, at: number) => Promise<string>
  /** Whether a header's value is of this text, and of an instant within {@link tolerance} of `at`. */
  readonly isGenuine: (text: string, header: string, at: number) => Promise<boolean>
}

/** @throws RangeError for a secret of fewer than 16 characters */
export const sealer = (secret: string): Sealer => {
  if (secret.length < 16) throw new RangeError("a secret has at least 16 characters")
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  const key = crypto.subtle.importKey("raw", bytesOf(secret), algorithm, false, ["sign", "verify"])
  return {
    seal: async (text, at) => {
      const instant = String(Math.floor(at / 1000))
      const mark = new Uint8Array(await crypto.subtle.sign("HMAC", await key, bytesOf(`${instant}.${text}`)))
      return `t=${instant},v1=${Array.from(mark, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
    },
    isGenuine: async (text, header, at) => {
      const [, instant = "", digits = ""] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
      // A lone surrogate has no bytes of its own, so nobody can have signed it.
      if (instant === "" || Math.abs(Number(instant) * 1000 - at) > tolerance || !text.isWellFormed()) return false
      const mark = Uint8Array.from({ length: 32 }, (_, index) =>
        Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16)
      )
      // The platform compares in constant time.
      return crypto.subtle.verify("HMAC", await key, mark, bytesOf(`${instant}.${text}`))
    }
  }
}

/** What is sealed of a request: its method and path, and its body. */
export const requestText = (method: string, path: string, body: string): string => `${method} ${path}\n${body}`

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)
