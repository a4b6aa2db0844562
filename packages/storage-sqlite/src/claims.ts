import type { StatementSync } from "node:sqlite"
import type { Claim } from "pannier/storage"
import { row, type Statements } from "./statements.ts"

/** Who has which value in which scope. */
export class Claims {
  readonly #holder: StatementSync
  readonly #claim: StatementSync
  readonly #yield: StatementSync

  constructor({ make }: Statements) {
    this.#holder = make("SELECT holder FROM claim WHERE scope = ? AND value = ?", false)
    // Only a holder's own claim is written over: of two that race, the primary key lets one through.
    this.#claim = make(
      "INSERT INTO claim (scope, value, holder) VALUES (?, ?, ?) " +
        "ON CONFLICT (scope, value) DO UPDATE SET holder = excluded.holder WHERE holder = excluded.holder",
      false
    )
    this.#yield = make("DELETE FROM claim WHERE scope = ? AND value = ? AND holder = ?", false)
  }

  /** The first claim or yield, in order, that somebody else's claim stands against. */
  taken(claims: ReadonlyArray<Claim>): Claim | undefined {
    const holders = new Map<string, string | undefined>()
    return claims.find(({ kind, scope, value, holder }) => {
      const name = JSON.stringify([scope, value])
      const former = holders.has(name) ? holders.get(name) : row<[string]>(this.#holder, scope, value)?.[0]
      holders.set(name, kind === "claim" ? holder : undefined)
      return former !== undefined && former !== holder
    })
  }

  write(claims: ReadonlyArray<Claim>): void {
    for (const { kind, scope, value, holder } of claims) {
      if (kind === "yield") this.#yield.run(scope, value, holder)
      else if (this.#claim.run(scope, value, holder).changes !== 1) throw new Error("a claim changed under the lock")
    }
  }
}
