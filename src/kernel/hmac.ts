import { absorb, compress, sha256Start } from "./sha256.ts"

/** A key made ready for {@link hmac}: the states behind its two pads. */
export interface MacKey {
  readonly inner: Int32Array
  readonly outer: Int32Array
}

/**
 * Makes a key ready. Every key here has 32 bytes; a longer one than a block would have to be hashed first.
 *
 * @param key at most 64 bytes
 */
export const macKey = (key: Uint8Array): MacKey => {
  if (key.length > 64) throw new RangeError("a key of more than 64 bytes")
  return { inner: behind(key, 0x36), outer: behind(key, 0x5c) }
}

const behind = (key: Uint8Array, pad: number): Int32Array => {
  const words = new Int32Array(16)
  for (let index = 0; index < 64; index++) words[index >> 2]! |= ((key[index] ?? 0) ^ pad) << (24 - (index & 3) * 8)
  const state = sha256Start()
  compress(state, words, 0)
  return state
}

// The outer message: the inner hash, its padding, and the length of a block and a hash in bits.
const outer = new Int32Array(16)
outer[8] = 0x8000_0000 | 0
outer[15] = (64 + 32) * 8

/** HMAC-SHA-256 (RFC 2104) of bytes, as 8 words. Nothing in it branches on the key or on the message. */
export const hmacWords = (key: MacKey, bytes: Uint8Array): Int32Array => {
  const state = Int32Array.from(key.inner)
  absorb(state, bytes, 64)
  outer.set(state)
  state.set(key.outer)
  compress(state, outer, 0)
  return state
}

/** HMAC-SHA-256 (RFC 2104) of a text's UTF-8 bytes or of bytes: 32 bytes. */
export const hmac = (key: MacKey, message: string | Uint8Array): Uint8Array => {
  const words = hmacWords(key, typeof message === "string" ? new TextEncoder().encode(message) : message)
  return Uint8Array.from({ length: 32 }, (_, index) => words[index >> 2]! >>> (24 - (index & 3) * 8))
}

/**
 * A key of 32 bytes for one purpose, from a key that serves several: what one purpose signs, no other takes for its own.
 * Source: HKDF-Expand with a length of one hash, RFC 5869 section 2.3; the key is uniform, so nothing is to be extracted.
 */
export const deriveKey = (key: Uint8Array, label: string): Uint8Array => {
  const info = new TextEncoder().encode(label)
  const message = new Uint8Array(info.length + 1)
  message.set(info)
  message[info.length] = 1
  return hmac(macKey(key), message)
}

/** Whether two lists of bytes are equal. How long it takes tells of their lengths alone, not of where they differ. */
export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean => {
  if (left.length !== right.length) return false
  let different = 0
  for (let index = 0; index < left.length; index++) different |= left[index]! ^ right[index]!
  return different === 0
}
