import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Site, startSite } from "../../examples/storefront/src/site/server.ts"

export interface TestShop extends Site {
  readonly folder: string
}

/** A furnished shop on a file of its own, which goes when it closes. */
export const openTestShop = async (): Promise<TestShop> => {
  const folder = await mkdtemp(join(tmpdir(), "pannier-browser-"))
  const site = await startSite({ store: `sqlite:${join(folder, "shop.db")}`, port: 0 })
  return {
    ...site,
    folder,
    close: async () => {
      await site.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
