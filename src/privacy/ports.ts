import type * as Effect from "effect/Effect"
import type { VaultError } from "./errors.ts"

/**
 * Where the keys of persons are kept, apart from the data. Destroying a person's key erases all that was sealed for them,
 * in every copy of the data, backups included.
 */
export interface KeyVault {
  /**
   * The data key of a person: 32 bytes, made and durable at first use, the same ever after. `undefined`: destroyed, for
   * good. Callers do not write to it. A subject that begins with a dot is no person but the shop itself: what it signs
   * with. Such a key is kept apart from the data likewise, and is the same for every server that shares the vault.
   */
  readonly key: (subject: string) => Effect.Effect<Uint8Array | undefined, VaultError>
  /** Destroys a person's key for good; durable when it succeeds. Again is harmless; one never made is destroyed as well. */
  readonly destroy: (subject: string) => Effect.Effect<void, VaultError>
  /** So many unpredictable bytes; the nonces of sealed values are drawn from it. */
  readonly random: (length: number) => Effect.Effect<Uint8Array, VaultError>
  /** AES-256-GCM of the vault's own platform. Absent: Web Crypto, which answers every value by way of another thread. */
  readonly cipher?: Cipher
}

/** AES-256-GCM (NIST SP 800-38D): a key of 32 bytes, a nonce of 12, a tag of 16 behind the ciphertext. */
export interface Cipher {
  readonly encrypt: (key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, text: Uint8Array) => Uint8Array
  /** `undefined`: the tag does not fit the key, the nonce, what it is bound to, or the ciphertext. */
  readonly decrypt: (
    key: Uint8Array,
    nonce: Uint8Array,
    bound: Uint8Array,
    secret: Uint8Array
  ) => Uint8Array | undefined
}
