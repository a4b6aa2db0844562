import { compress } from "../../../kernel/sha256.ts"
import type { MacKey } from "../../../kernel/hmac.ts"

/**
 * A keyed permutation of pairs `(a, b)` with `0 <= a < left` and `0 <= b < right`, and its inverse. Numbers go in and out
 * in place, as `pair[0]` and `pair[1]`.
 */
export interface Permutation {
  readonly forth: (pair: Float64Array) => void
  readonly back: (pair: Float64Array) => void
}

const rounds = 8

/**
 * An alternating Feistel network with modular addition, the construction of FF1 (NIST SP 800-38G): each round adds to one
 * half a keyed function of the other, which can be taken off again, so whatever the function is no two pairs meet.
 * Its function is one compression of SHA-256 from a keyed state, over a block that names the round and the half: messages
 * of one length, for which that is a keyed hash without HMAC's second pass.
 *
 * Law: `back(forth(p)) = p`, so a million pairs have a million images.
 */
export const permutation = (key: MacKey, left: number, right: number): Permutation => {
  const words = new Int32Array(16)
  const state = new Int32Array(8)
  const drawn = (round: number, half: number, below: number): number => {
    words[0] = round
    words[1] = half / 0x1_0000_0000
    words[2] = half | 0
    state.set(key.inner)
    compress(state, words, 0)
    // 53 bits, the most that a number holds exactly.
    return ((state[0]! >>> 0) * 0x20_0000 + (state[1]! >>> 11)) % below
  }
  return {
    forth: (pair) => {
      for (let round = 0; round < rounds; round += 2) {
        pair[0] = (pair[0]! + drawn(round, pair[1]!, left)) % left
        pair[1] = (pair[1]! + drawn(round + 1, pair[0]!, right)) % right
      }
    },
    back: (pair) => {
      for (let round = rounds - 2; round >= 0; round -= 2) {
        pair[1] = (pair[1]! + right - drawn(round + 1, pair[0]!, right)) % right
        pair[0] = (pair[0]! + left - drawn(round, pair[1]!, left)) % left
      }
    }
  }
}
