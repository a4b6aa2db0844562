import * as Effect from "effect/Effect"
import type { KeyVault } from "../../privacy/ports.ts"
import type { Storage } from "../../storage/ports.ts"
import type { Actor } from "../command.ts"
import type { Engine } from "../execute.ts"

/** The vault of a shop that knows no persons. */
const vault: KeyVault = {
  key: () => Effect.succeed(undefined),
  destroy: () => Effect.void,
  random: (length) => Effect.succeed(new Uint8Array(length))
}

/** Who acts in the laws. */
export const staff: Actor = { id: "staff", kind: "staff" }

/** A node on a storage, with a memory of its own as every process has. */
export const nodeOn = (storage: Storage): Engine => ({
  storage: { ...storage },
  vault,
  authority: {
    *permit() {
      return "granted" as const
    }
  },
  reactions: new Map(),
  vetoes: new Map()
})
