import type { Link } from "pannier/storage"
import { type Family, row, rows, type Statements, write } from "./statements.ts"

/** The chain over the log. */
export class Links {
  readonly #statements: Statements
  readonly #write: Family

  constructor(statements: Statements) {
    this.#statements = statements
    // A position that has a link keeps it.
    this.#write = statements.tabled(
      2,
      (all) => `INSERT INTO link (position, hash) VALUES ${all} ON CONFLICT DO NOTHING`
    )
  }

  page(after: number, limit: number): ReadonlyArray<Link> {
    return rows<[number, string]>(
      this.#statements.of("SELECT position, hash FROM link WHERE position > ? ORDER BY position LIMIT ?"),
      [after, Math.max(0, limit)]
    ).map(linkOf)
  }

  last(): Link | undefined {
    const found = row<[number, string]>(
      this.#statements.of("SELECT position, hash FROM link ORDER BY position DESC LIMIT 1")
    )
    return found && linkOf(found)
  }

  write(links: ReadonlyArray<Link>): void {
    write(
      this.#write,
      2,
      links.flatMap(({ position, hash }) => [position, hash])
    )
  }
}

const linkOf = ([position, hash]: readonly [number, string]): Link => ({ position, hash })
