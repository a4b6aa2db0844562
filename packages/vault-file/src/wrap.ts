import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto"
import type { Cipher } from "pannier/privacy"

const nonceLength = 12
const tagLength = 16
const authTagLength = tagLength

// Making a key of bytes costs Node eight times what a short value costs, so it is remembered for as long as the bytes are.
const keys = new WeakMap<Uint8Array, KeyObject>()

const keyOf = (bytes: Uint8Array): KeyObject => {
  const known = keys.get(bytes)
  if (known !== undefined) return known
  const key = createSecretKey(bytes)
  keys.set(bytes, key)
  return key
}

/** AES-256-GCM of Node, on the thread that asks. */
export const nodeCipher: Cipher = {
  encrypt: (key, nonce, bound, text) => {
    const cipher = createCipheriv("aes-256-gcm", keyOf(key), nonce, { authTagLength }).setAAD(bound)
    return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  },
  decrypt: (key, nonce, bound, secret) => {
    const cipher = createDecipheriv("aes-256-gcm", keyOf(key), nonce, { authTagLength }).setAAD(bound)
    cipher.setAuthTag(secret.subarray(-tagLength))
    const text = cipher.update(secret.subarray(0, -tagLength))
    try {
      return Buffer.concat([text, cipher.final()])
    } catch {
      // Node throws here for one reason alone: the tag does not fit.
      return undefined
    }
  }
}

/** The length of a key-encryption key and of a data key, in bytes. */
export const keyLength = 32

/** How long a wrapped key is, in characters: nonce, key and tag in base64url. */
const wrappedLength = Math.ceil(((nonceLength + keyLength + tagLength) * 4) / 3)

/** What stands in a line whose key was destroyed. */
export const wiped = "-".repeat(wrappedLength)

/** A key under the key-encryption key: AES-256-GCM, bound to whose it is, so that no two lines can be exchanged. */
export const wrap = (kek: Uint8Array, key: Uint8Array, whose: string): string => {
  const nonce = randomBytes(nonceLength)
  return Buffer.concat([nonce, nodeCipher.encrypt(kek, nonce, Buffer.from(whose), key)]).toString("base64url")
}

/** The key again, or `undefined` where the text is not what {@link wrap} made under this key-encryption key for `whose`. */
export const unwrap = (kek: Uint8Array, wrapped: string, whose: string): Uint8Array | undefined => {
  const bytes = Buffer.from(wrapped, "base64url")
  if (wrapped.length !== wrappedLength || bytes.length !== nonceLength + keyLength + tagLength) return undefined
  return nodeCipher.decrypt(kek, bytes.subarray(0, nonceLength), Buffer.from(whose), bytes.subarray(nonceLength))
}
