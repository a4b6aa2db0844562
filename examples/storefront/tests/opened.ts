/** A shop for the tests of a file: opened on a new file before them, shut and gone after them. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect } from "vitest"
import { appOf } from "../src/site/app.ts"
import { type House, openHouse } from "../src/site/house.ts"
import { type Site, startSite } from "../src/site/server.ts"
import { Visitor } from "./visitor.ts"

/** How long a test may take on a busy machine, in milliseconds. */
export const patience = 240_000

/** A folder that is gone after the tests of the file. */
const folderFor = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A shop, and who may come. */
interface Opened extends Pick<Site, "origin" | "house"> {
  /** Somebody who has never been here. */
  readonly visitor: () => Visitor
  /** Somebody who has signed in. */
  readonly as: (person: string) => Promise<Visitor>
}

const signedIn = async (visitor: Visitor, person: string): Promise<Visitor> => {
  expect((await visitor.post("/zh/sign-in", { person })).status).toBe(303)
  return visitor
}

interface OpenedSite extends Opened {
  /** Where its files are. */
  readonly folder: string
  /** Shuts the shop and opens it again on the same file. */
  readonly restart: () => Promise<void>
  /** Looks again until it is so: partners answer in their own time. */
  readonly eventually: <A>(look: () => Promise<A | undefined | false>) => Promise<A>
}

/** A shop that listens while the tests of a file run. */
export const openedSite = (name: string): OpenedSite => {
  const folder = folderFor(name)
  let site: Site
  const open = async (): Promise<void> => {
    site = await startSite({ store: `sqlite:${join(folder, "shop.db")}`, port: 0 })
  }
  beforeAll(open, patience)
  afterAll(() => site.close(), patience)
  const visitor = (): Visitor => new Visitor(site.origin)
  return {
    folder,
    get origin() {
      return site.origin
    },
    get house() {
      return site.house
    },
    visitor,
    as: (person) => signedIn(visitor(), person),
    restart: async () => {
      await site.close()
      await open()
    },
    eventually: async (look) => {
      for (const started = Date.now(); ; ) {
        await site.house.nudge()
        const found = await look()
        if (found !== undefined && found !== false) return found
        if (Date.now() - started > patience / 2) throw new Error("it never came")
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  }
}

interface OpenedHouse extends Opened {
  /** What a server at its address would answer. */
  readonly fetch: (request: Request) => Response | Promise<Response>
}

/**
 * A shop that does not listen, and is asked all the same.
 *
 * @param originOf where it says that it listens
 */
export const openedHouse = (name: string, originOf: () => string | Promise<string>): OpenedHouse => {
  const folder = folderFor(name)
  let house: House
  let origin: string
  let app: ReturnType<typeof appOf>
  beforeAll(async () => {
    origin = await originOf()
    house = await openHouse(`sqlite:${join(folder, "shop.db")}`, origin)
    app = appOf(house)
  }, patience)
  afterAll(() => house.close(), patience)
  const fetch = (request: Request) => app.fetch(request)
  const visitor = (): Visitor => new Visitor(origin, fetch)
  return {
    fetch,
    get origin() {
      return origin
    },
    get house() {
      return house
    },
    visitor,
    as: (person) => signedIn(visitor(), person)
  }
}
