/** A table in columns, as text: the first column to the left, the others to the right unless `left` names them. */
export const textTable = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  left: ReadonlyArray<number> = []
): string => {
  const widths = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column] ?? "")].map(widthOf)))
  const line = (cells: ReadonlyArray<string>): string =>
    cells
      .map((cell, column) => {
        const room = " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)))
        return column === 0 || left.includes(column) ? `${cell}${room}` : `${room}${cell}`
      })
      .join("  ")
      .trimEnd()
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")
}

// On a terminal, Chinese characters and their punctuation take two columns.
const widthOf = (text: string): number => {
  let width = 0
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1
  return width
}
