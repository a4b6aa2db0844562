/** A process of its own checks out on a copy of the database and is killed on the way. */
import { spawn } from "node:child_process"
import { copyFile, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { type SqliteStorage, sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { system } from "pannier/command"
import { openShop } from "pannier/shop"
import { sandboxGateway } from "@pannier/gateway-sandbox"
import type { TourResult } from "../../look/index.ts"
import type { Language } from "../../text/index.ts"
import type { House } from "../house.ts"

const script = fileURLToPath(new URL("./child.ts", import.meta.url))

/** Starts the checkouts, and kills the process right after it has said that the n-th is on its way. */
const strike = (
  folder: string,
  sku: string,
  after: number
): Promise<{ readonly begun: number; readonly answered: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=@pannier/source", script, folder, sku], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    let begun = 0
    let answered = 0
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "begun") begun++
      if (line === "answered") answered++
      if (begun === after) child.kill("SIGKILL")
    })
    child.on("error", reject)
    child.on("close", () => resolve({ begun, answered }))
  })

export const killed = async (house: House, language: Language): Promise<TourResult> => {
  const t = (zh: string, en: string): string => (language === "zh" ? zh : en)
  const folder = await mkdtemp(join(tmpdir(), "pannier-tour-"))
  try {
    const storage = house.shop.storage as SqliteStorage
    await Effect.runPromise(storage.backup(join(folder, "shop.db")))
    await copyFile(`${house.file}.keys`, join(folder, "shop.db.keys"))
    await copyFile(`${house.file}.keys.kek`, join(folder, "shop.db.keys.kek"))
    const sku = house.goods.all.find(({ kind }) => kind === "virtual")?.variants[0]?.sku ?? ""
    const { begun, answered } = await strike(folder, sku, 12)
    await using shop = await openShop({
      storage: sqlite(join(folder, "shop.db")),
      vault: fileVault(join(folder, "shop.db.keys")),
      gateways: [
        sandboxGateway({
          name: "sandbox",
          baseUrl: "http://sandbox.invalid",
          notifyUrl: "http://sandbox.invalid",
          secret: ["unused in this process"]
        })
      ]
    })
    const faults = await Effect.runPromise((shop.storage as SqliteStorage).integrity)
    const trial = await Effect.runPromise(shop.storage.trial)
    const unbalanced = trial.filter(({ posted }) => posted !== 0n)
    const { items } = await shop.as(system).order.mine({ customer: "tour-killed" })
    const sound = faults.length === 0 && unbalanced.length === 0 && items.length >= answered
    return {
      mood: sound ? "good" : "bad",
      summary: t(
        "进程被强行杀掉，重新打开：得到答复的订单都在，没得到答复的要么完整，要么从未发生，账目之和仍是零。",
        "The process was killed and the file opened again: every order that was answered is there, every other one is whole or never was, and the books still sum to zero."
      ),
      facts: [
        { name: t("开始的结算", "Checkouts begun"), value: String(begun) },
        { name: t("得到答复的", "Answered before the kill"), value: String(answered) },
        { name: t("重开后的订单", "Orders after opening again"), value: String(items.length) },
        { name: t("不平的单位", "Units out of balance"), value: `${unbalanced.length} / ${trial.length}` },
        { name: t("文件的毛病", "Faults in the file"), value: String(faults.length) }
      ],
      ledger: []
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
