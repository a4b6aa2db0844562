import { randomBytes } from "node:crypto"
import { open, readFile } from "node:fs/promises"

/** A secret of 256 bits in a file of its own, readable by its owner alone; made at first use. */
export const secretFile = async (path: string): Promise<string> => {
  try {
    const file = await open(path, "wx", 0o600)
    const secret = randomBytes(32).toString("hex")
    await file.writeFile(secret)
    await file.sync()
    await file.close()
    return secret
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
      return (await readFile(path, "utf8")).trim()
    throw cause
  }
}
