import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { execute, system } from "pannier/command"
import { describe, expect, test, vi } from "vitest"
import { BellRung, hang, nodeOf } from "./bells.ts"
import { folder } from "./folder.ts"

// What a killed worker had on loan comes back after ten seconds.
vi.setConfig({ testTimeout: 180_000 })

const file = folder()
const script = fileURLToPath(new URL("./ringer.ts", import.meta.url))

/** A worker in a process of its own, and the intents that it performed; `killAfter` so many it is killed, if asked. */
const ringer = (path: string, killAfter = Number.POSITIVE_INFINITY) =>
  new Promise<ReadonlyArray<string>>((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=@pannier/source", script, path], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    let text = ""
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more
      if (text.split("\n").length > killAfter) child.kill("SIGKILL")
    })
    child.on("error", reject)
    child.on("close", () => resolve(text.split("\n").filter((line) => line !== "")))
  })

describe("workers in three processes on one file", () => {
  test("L40 do each intent once in effect and each lane in its order, though one of them is killed", async () => {
    const path = file()
    const count = 120
    const opened = <A, E>(use: (engine: Effect.Success<ReturnType<typeof nodeOf>>) => Effect.Effect<A, E>) =>
      Effect.runPromise(Effect.scoped(Effect.flatMap(nodeOf(path), use)))
    await opened((engine) => execute(engine, hang, { bells: count, lanes: 12 }, { actor: system }))
    const told = await Promise.all([ringer(path), ringer(path), ringer(path, 5)])
    const rings = told.flat()
    expect(new Set(rings).size).toBe(count)
    // Only what the killed one was doing may have been asked for outside once more.
    expect(rings.length - count).toBeLessThanOrEqual(4)
    const entries = await opened((engine) => engine.storage.events(0, 1_000))
    const rung = entries.flatMap(({ events }) => events).filter(({ type }) => type === BellRung.type)
    expect(rung).toHaveLength(count)
    expect(new Set(rung.map(({ id }) => id)).size).toBe(count)
    for (let lane = 0; lane < 12; lane++) {
      const order = rung.map(({ id }) => id).filter((id) => Number(id.slice(1)) % 12 === lane)
      expect(order).toEqual(order.toSorted())
    }
    expect(await opened((engine) => engine.storage.waiting(10))).toEqual([])
  })
})
