import * as Effect from "effect/Effect"

/** What of a worker is under way, and whether it goes on: who waits is asked again each time that something ends. */
export class Underway {
  running = 0
  /** How many have ended since they were last counted. */
  ended = 0
  #asks: (() => void) | undefined

  begins(): void {
    this.running++
  }

  ends(): void {
    this.running--
    this.ended++
    this.#asks?.()
  }

  /** Waits until something is so, or so many milliseconds. One at a time. */
  wait(so: () => boolean, milliseconds?: number): Effect.Effect<void> {
    const waits = Effect.callback<void>((resume) => {
      this.#asks = () => {
        if (so()) resume(Effect.void)
      }
      return Effect.sync(() => void (this.#asks = undefined))
    })
    return Effect.suspend(() => {
      if (so()) return Effect.void
      return milliseconds === undefined ? waits : Effect.asVoid(Effect.timeoutOption(waits, milliseconds))
    })
  }
}
