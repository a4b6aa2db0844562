/** A bar on a terminal, a line for each tenth elsewhere. */
export const progress = (what: string, total: number, out: NodeJS.WriteStream = process.stdout) => {
  const began = performance.now()
  let tenths = 0
  return (done: number): void => {
    const share = total === 0 ? 1 : done / total
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const bar = "#".repeat(Math.round(share * 30)).padEnd(30, ".")
    const line = `[${bar}] ${done}/${total} ${what}, ${seconds} s`
    if (out.isTTY) out.write(`\r${line}${done === total ? "\n" : ""}`)
    else if (Math.floor(share * 10) > tenths) {
      tenths = Math.floor(share * 10)
      out.write(`${line}\n`)
    }
  }
}
