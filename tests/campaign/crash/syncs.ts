/** What the calls of a process tell of its replies and its syncs. */
export interface Syncs {
  readonly replies: number
  readonly syncs: number
  /** Replies that went out before the disk was told to keep what they say. */
  readonly ahead: ReadonlyArray<string>
}

/**
 * Reads what strace saw of a process (`-y`: file names beside descriptors). A reply may go out only after a sync of the
 * write-ahead log that came after the command had begun, and while nothing written to the log waits to be synced.
 */
export const readSyncs = (trace: string): Syncs => {
  let replies = 0
  let syncs = 0
  let dirty = false
  const ahead: Array<string> = []
  const begun = new Map<string, number>()
  for (const line of trace.split("\n")) {
    if (line.includes("unfinished ...")) continue
    if (/p?write(64|v)?\(\d+<[^>]*-wal>/.test(line)) dirty = true
    else if (/f(data)?sync\(\d+<[^>]*-wal>/.test(line) || /<\.\.\. f(data)?sync resumed>/.test(line)) {
      syncs++
      dirty = false
    } else {
      for (const told of line.matchAll(/write\(1<[^>]*>, "((?:[^"\\]|\\.)*)"/g)) {
        for (const said of (told[1] ?? "").split("\\n")) {
          const [mark, key = ""] = said.split(" ")
          if (mark === ">") begun.set(key, syncs)
          if (mark !== "<") continue
          replies++
          if (dirty || begun.get(key) === syncs) ahead.push(key)
        }
      }
    }
  }
  return { replies, syncs, ahead }
}
