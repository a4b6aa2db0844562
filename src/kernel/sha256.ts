/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hexadecimal (64 characters), for platforms that offer it only as
 * a promise.
 */
export const ownSha256 = (text: string): string => {
  const bytes = new TextEncoder().encode(text)
  const length = ((bytes.length + 8) >> 6) * 16 + 16
  const words = new Uint32Array(length)
  for (let index = 0; index < bytes.length; index++) words[index >> 2]! |= bytes[index]! << (24 - (index & 3) * 8)
  words[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length & 3) * 8)
  words[length - 2] = Math.floor(bytes.length / 0x2000_0000)
  words[length - 1] = bytes.length << 3
  const state = Uint32Array.from(initial)
  const schedule = new Uint32Array(64)
  for (let block = 0; block < length; block += 16) compress(state, words, block, schedule)
  let digest = ""
  for (const word of state) digest += word.toString(16).padStart(8, "0")
  return digest
}

const compress = (state: Uint32Array, words: Uint32Array, block: number, schedule: Uint32Array): void => {
  for (let index = 0; index < 16; index++) schedule[index] = words[block + index]!
  for (let index = 16; index < 64; index++) {
    const w15 = schedule[index - 15]!
    const w2 = schedule[index - 2]!
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    schedule[index] = schedule[index - 16]! + s0 + schedule[index - 7]! + s1
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
  return Number(BigInt.asUintN(32, low))
}

const rounds = Uint32Array.from(primes(64), (prime) => rootBits(prime, 3n))
const initial = Uint32Array.from(primes(8), (prime) => rootBits(prime, 2n))
