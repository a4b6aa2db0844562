import type { Change, Plant } from "../pricing/plants.ts"

/** Changes of the modules of one folder. */
export const change =
  (folder: string) =>
  (file: string, from: string, to: string): Change => ({ file: `src/${folder}/${file}.ts`, from, to })

export const order = change("order/commands")
export const payment = change("payment/commands")
export const command = change("command")

/** A fault, in a sentence, and the changes of the text that make it. */
export const plant = (is: string, ...changes: ReadonlyArray<Change>): Plant => ({ is, changes })
