import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Base64Url from "effect/encoding/Base64Url"
import type { KeyVault } from "./ports.ts"

/** The version of a box: AES-256-GCM, 96-bit nonce, 128-bit tag, the person's one data key. */
export const version = 1
export const keyLength = 32
export const nonceLength = 12
const tagLength = 16

const prefix = `${version}.`

/** A box that opens with the same key and the same `bound` alone: version, then nonce, ciphertext and tag in base64url. */
export const fill = (
  { cipher }: KeyVault,
  key: Uint8Array,
  nonce: Uint8Array,
  bound: Uint8Array,
  text: Uint8Array
): Effect.Effect<string> =>
  cipher === undefined
    ? Effect.map(
        Effect.promise(async () =>
          globalThis.crypto.subtle.encrypt(parameters(nonce, bound), await imported(key), new Uint8Array(text))
        ),
        (secret) => boxOf(nonce, new Uint8Array(secret))
      )
    : Effect.sync(() => boxOf(nonce, cipher.encrypt(key, nonce, bound, text)))

/** What a box holds, or `undefined` where it was changed or belongs elsewhere. */
export const empty = (
  { cipher }: KeyVault,
  key: Uint8Array,
  bound: Uint8Array,
  box: string
): Effect.Effect<Uint8Array | undefined> => {
  const bytes = bytesOf(box)
  if (bytes === undefined) return Effect.succeed(undefined)
  const nonce = bytes.subarray(0, nonceLength)
  const secret = bytes.subarray(nonceLength)
  return cipher === undefined
    ? Effect.promise(async () => decrypt(await imported(key), nonce, bound, secret))
    : Effect.sync(() => cipher.decrypt(key, nonce, bound, secret))
}

const boxOf = (nonce: Uint8Array, secret: Uint8Array): string => {
  const bytes = new Uint8Array(nonceLength + secret.length)
  bytes.set(nonce)
  bytes.set(secret, nonceLength)
  return prefix + Base64Url.encode(bytes)
}

const bytesOf = (box: string): Uint8Array | undefined => {
  if (!box.startsWith(prefix)) return undefined
  const text = box.slice(prefix.length)
  const decoded = Base64Url.decode(text)
  if (Result.isFailure(decoded) || decoded.success.length < nonceLength + tagLength) return undefined
  // One box has one text: bits that decoding would pass over count as changed.
  return Base64Url.encode(decoded.success) === text ? decoded.success : undefined
}

const decrypt = (
  key: ImportedKey,
  nonce: Uint8Array,
  bound: Uint8Array,
  secret: Uint8Array
): Promise<Uint8Array | undefined> =>
  globalThis.crypto.subtle.decrypt(parameters(nonce, bound), key, new Uint8Array(secret)).then(
    (text) => new Uint8Array(text),
    (cause: unknown) => {
      // The one failure of a decryption that Web Crypto specifies: the tag does not fit.
      if (cause instanceof Error && cause.name === "OperationError") return undefined
      throw cause
    }
  )

const parameters = (nonce: Uint8Array, bound: Uint8Array) => ({
  name: "AES-GCM",
  iv: new Uint8Array(nonce),
  tagLength: tagLength * 8,
  additionalData: new Uint8Array(bound)
})

type ImportedKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>

// A vault gives the same bytes each time, so their import is remembered for as long as the vault remembers them.
const imports = new WeakMap<Uint8Array, Promise<ImportedKey>>()

const imported = (bytes: Uint8Array): Promise<ImportedKey> => {
  const known = imports.get(bytes)
  if (known !== undefined) return known
  const key = globalThis.crypto.subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, ["encrypt", "decrypt"])
  imports.set(bytes, key)
  return key
}
