import { machine, type StateOf } from "../../kernel/machine.ts"

/** The life of a batch. A cancelled one leaves what its steps have done. */
export const batchMachine = machine("batch", "running", {
  running: { pause: "paused", finish: "done", cancel: "cancelled" },
  paused: { resume: "running", cancel: "cancelled" },
  done: {},
  cancelled: {}
})

export type BatchState = StateOf<typeof batchMachine>
