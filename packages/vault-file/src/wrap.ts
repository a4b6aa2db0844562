import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"

const nonceLength = 12
const tagLength = 16

/** The length of a key-encryption key and of a data key, in bytes. */
export const keyLength = 32

/** How long a wrapped key is, in characters: nonce, key and tag in base64url. */
export const wrappedLength = Math.ceil(((nonceLength + keyLength + tagLength) * 4) / 3)

/** What stands in a line whose key was destroyed. */
export const wiped = "-".repeat(wrappedLength)

/** A key under the key-encryption key: AES-256-GCM, bound to whose it is, so that no two lines can be exchanged. */
export const wrap = (kek: Uint8Array, key: Uint8Array, whose: string): string => {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv("aes-256-gcm", kek, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(whose))
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString("base64url")
}

/** The key again, or `undefined` where the text is not what {@link wrap} made under this key-encryption key for `whose`. */
export const unwrap = (kek: Uint8Array, wrapped: string, whose: string): Uint8Array | undefined => {
  const bytes = Buffer.from(wrapped, "base64url")
  if (wrapped.length !== wrappedLength || bytes.length !== nonceLength + keyLength + tagLength) return undefined
  const cipher = createDecipheriv("aes-256-gcm", kek, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(whose)).setAuthTag(bytes.subarray(-tagLength))
  const key = cipher.update(bytes.subarray(nonceLength, -tagLength))
  try {
    cipher.final()
  } catch {
    // Node throws here for one reason alone: the tag does not fit.
    return undefined
  }
  return new Uint8Array(key)
}
