import * as Result from "effect/Result"
import type { StorageError } from "./errors.ts"
import { storageError } from "./rules.ts"

/** Carries a failure of the port out of code that is no program of effect: an adapter throws it, and answers with it. */
export class Refused extends Error {
  readonly failure: StorageError

  constructor(failure: StorageError) {
    super(failure.detail)
    this.failure = failure
  }
}

/** Leaves such code with a failure of the port. */
export const refuse = (reason: StorageError["reason"], detail: string): never => {
  throw new Refused(storageError(reason, detail))
}

/** What a rule answered, or leaves such code with its failure. */
export const orRefuse = <A>(result: Result.Result<A, StorageError>): A => {
  if (Result.isFailure(result)) throw new Refused(result.failure)
  return result.success
}
