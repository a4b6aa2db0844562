import { hkdfSync, randomBytes } from "node:crypto"
import { open, readFile } from "node:fs/promises"
import { Misused } from "./options.ts"

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
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause
    const secret = (await readFile(path, "utf8")).trim()
    // Whoever was killed while making it has left it empty, and everybody can sign with an empty one.
    if (secret.length < 32)
      throw new Misused(`密钥文件不完整，请删除它 · the file of the secret is incomplete: delete \`${path}\``)
    return secret
  }
}

/** A key for one purpose (HKDF-SHA-256, RFC 5869): what is signed for one is worth nothing for another. */
export const secretFor = (purpose: string, secret: string): string =>
  Buffer.from(hkdfSync("sha256", secret, "", `storefront ${purpose}`, 32)).toString("hex")
