import { vi } from "vitest"
import { run } from "../src/run.ts"

/** Runs one command line of `pannier` and keeps what it says. */
export const pannier = async (...argv: ReadonlyArray<string>) => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {})
  const err = vi.spyOn(console, "error").mockImplementation(() => {})
  try {
    const status = await run(argv)
    const said = (spy: typeof out) => spy.mock.calls.map((words) => words.join(" ")).join("\n")
    return { status, stdout: said(out), stderr: said(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}
