/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hexadecimal (64 characters), for platforms that offer it only as
 * a promise. With a key it is `hmac` of `hmac.ts`.
 */
export const ownSha256 = (text: string): string => {
  const state = sha256Start()
  absorb(state, new TextEncoder().encode(text), 0)
  let digest = ""
  for (const word of state) digest += (word >>> 0).toString(16).padStart(8, "0")
  return digest
}

/** The state of SHA-256 before the first block. */
export const sha256Start = (): Int32Array => Int32Array.from(initial)

/**
 * Takes the last bytes of a message and its padding into the state, which is the hash afterwards.
 *
 * @param before how many bytes the state has taken already: whole blocks of 64
 */
export const absorb = (state: Int32Array, bytes: Uint8Array, before: number): void => {
  const length = ((bytes.length + 8) >> 6) * 16 + 16
  const words = length === 16 ? block.fill(0) : new Int32Array(length)
  for (let index = 0; index < bytes.length; index++) words[index >> 2]! |= bytes[index]! << (24 - (index & 3) * 8)
  words[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length & 3) * 8)
  words[length - 2] = Math.floor((before + bytes.length) / 0x2000_0000)
  words[length - 1] = (before + bytes.length) << 3
  for (let start = 0; start < length; start += 16) compress(state, words, start)
}

// Everything here is synchronous, so one message of a single block is never in the way of another.
const block = new Int32Array(16)
const schedule = new Int32Array(64)

/** The compression function: takes the 16 words of a block, from `start` on, into the state. */
export const compress = (state: Int32Array, words: Int32Array, start: number): void => {
  // Signed words throughout: an engine keeps them as integers, where unsigned ones would become floating-point numbers.
  for (let index = 0; index < 16; index++) schedule[index] = words[start + index]!
  for (let index = 16; index < 64; index++) {
    const w15 = schedule[index - 15]!
    const w2 = schedule[index - 2]!
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    schedule[index] = (schedule[index - 16]! + s0 + schedule[index - 7]! + s1) | 0
  }
  let a = state[0]!,
    b = state[1]!,
    c = state[2]!,
    d = state[3]!
  let e = state[4]!,
    f = state[5]!,
    g = state[6]!,
    h = state[7]!
  for (let index = 0; index < 64; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + rounds[index]! + schedule[index]!) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

// FIPS 180-4 sections 4.2.2 and 5.3.3: fractional parts of the cube and square roots of the first primes.
const primes = (count: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}

// Exact roots: the 32 bits behind the point of the k-th root of p are floor(root_k(p * 2^(32k))) mod 2^32.
const rootBits = (prime: number, degree: 2n | 3n): number => {
  const scaled = BigInt(prime) << (32n * degree)
  let low = 0n
  let high = 1n << 40n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= scaled) low = middle
    else high = middle
  }
  return Number(BigInt.asIntN(32, low))
}

const rounds = Int32Array.from(primes(64), (prime) => rootBits(prime, 3n))
const initial = Int32Array.from(primes(8), (prime) => rootBits(prime, 2n))
