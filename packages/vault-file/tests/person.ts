/**
 * A process of its own that asks one vault for the keys of many persons, and says each on standard output once it has it.
 * Arguments: the file, a prefix of the persons' ids, how many.
 */
import { writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import { fileVault } from "@pannier/vault-file"

const [path = "", prefix = "", count = "0"] = process.argv.slice(2)
const vault = fileVault(path)

const ask = async (person: string): Promise<void> => {
  const key = await Effect.runPromise(vault.key(person))
  writeSync(1, `${person} ${Buffer.from(key ?? []).toString("hex")}\n`)
}

writeSync(1, "ready\n")
for (let index = 0; index < Number(count); index += 3) {
  await Promise.all([index, index + 1, index + 2].map((one) => ask(`${prefix}${one}`)))
}
