/** A secret, or two while it is being changed: the first signs, both are accepted. At least 16 characters each. */
export type Secrets = string | readonly [signs: string, former?: string]

/** How far a timestamp may be from the clock of whoever reads it, in milliseconds. */
const tolerance = 300_000

/** The headers of everything that is signed. The timestamp is in seconds since 1970-01-01T00:00:00Z. */
export const headerNames = {
  merchant: "sandbox-merchant",
  timestamp: "sandbox-timestamp",
  nonce: "sandbox-nonce",
  signature: "sandbox-signature"
} as const

/** Bytes of their own, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Signs, and tells what was signed with one of the secrets. */
export interface Signer {
  /** HMAC-SHA256 (RFC 2104) of `timestamp.content`, in lower-case hexadecimal. */
  readonly sign: (timestamp: string, content: Bytes) => Promise<string>
  /** Whether it was signed so, with either secret. The platform compares in constant time. */
  readonly isSigned: (timestamp: string, content: Bytes, signature: string) => Promise<boolean>
}

const encoder = new TextEncoder()

/** The UTF-8 bytes of a text. */
export const bytesOf = (text: string): Bytes => encoder.encode(text)

/** What is signed of a request: the nonce, the method and the path under the provider's base, one a line, and the body. */
export const requestContent = (nonce: string, method: string, path: string, body: Bytes): Bytes =>
  joined(bytesOf(`${nonce}\n${method}\n${path}\n`), body)

/** @throws RangeError for a secret of fewer than 16 characters */
export const signer = (secrets: Secrets): Signer => {
  const list = typeof secrets === "string" ? [secrets] : secrets.filter(isGiven)
  if (list.some((secret) => secret.length < 16)) throw new RangeError("a secret has at least 16 characters")
  let imported: Promise<ReadonlyArray<Key>> | undefined
  const keys = () => (imported ??= Promise.all(list.map(importKey)))
  return {
    sign: async (timestamp, content) => {
      const [key] = await keys()
      if (key === undefined) throw new Error("there is no secret to sign with")
      return hexadecimal(await crypto.subtle.sign("HMAC", key, signedBytes(timestamp, content)))
    },
    isSigned: async (timestamp, content, signature) => {
      const mark = fromHexadecimal(signature)
      if (mark === undefined) return false
      const signed = signedBytes(timestamp, content)
      const answers = await Promise.all((await keys()).map((key) => crypto.subtle.verify("HMAC", key, mark, signed)))
      return answers.includes(true)
    }
  }
}

/** An instant as a timestamp header has it. */
export const timestampOf = (at: number): string => String(Math.floor(at / 1_000))

/** Whether a timestamp header is well formed and within {@link tolerance} of an instant. */
export const isRecent = (timestamp: string, at: number): boolean =>
  /^[0-9]{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1_000 - at) <= tolerance

const isGiven = (secret: string | undefined): secret is string => secret !== undefined

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const importKey = (secret: string): Promise<Key> =>
  crypto.subtle.importKey("raw", bytesOf(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"])

const signedBytes = (timestamp: string, content: Bytes): Bytes => joined(bytesOf(`${timestamp}.`), content)

const joined = (left: Bytes, right: Bytes): Bytes => {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}

const hexadecimal = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("")

const fromHexadecimal = (text: string): Bytes | undefined =>
  /^[0-9a-f]{64}$/.test(text)
    ? Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16))
    : undefined
