import type { Link } from "pannier/storage"
import type { Row } from "./driver.ts"
import type { Session } from "./session.ts"
import { numberIn, Parameters, textIn } from "./statements.ts"

/** Links of the chain behind a position, in order. */
export const links = async (session: Session, after: number, limit: number): Promise<ReadonlyArray<Link>> => {
  const parameters = new Parameters()
  const rows = await session.read(
    `SELECT position::text, hash::text FROM ${session.table("link")} l WHERE tenant = ${parameters.text(session.place.tenant)} AND l.position > ${parameters.integer(after)} ORDER BY l.position LIMIT ${parameters.integer(Math.max(0, limit))}`,
    parameters.values
  )
  return rows.map(linkOf)
}

export const lastLink = async (session: Session): Promise<Link | undefined> => {
  const parameters = new Parameters()
  const [row] = await session.read(
    `SELECT position::text, hash::text FROM ${session.table("link")} l WHERE tenant = ${parameters.text(session.place.tenant)} ORDER BY l.position DESC LIMIT 1`,
    parameters.values
  )
  return row && linkOf(row)
}

/** Keeps links in one statement; a position that has one keeps it. */
export const writeLinks = async (session: Session, kept: ReadonlyArray<Link>): Promise<void> => {
  if (kept.length === 0) return
  const parameters = new Parameters()
  const tenant = parameters.text(session.place.tenant)
  const columns = [
    parameters.integers(kept.map(({ position }) => position)),
    parameters.texts(kept.map(({ hash }) => hash))
  ]
  await session.read(
    `INSERT INTO ${session.table("link")} (tenant, position, hash) SELECT ${tenant}, * FROM unnest(${columns.join(", ")}) ON CONFLICT DO NOTHING`,
    parameters.values
  )
}

const linkOf = (row: Row): Link => ({ position: numberIn(row, 0), hash: textIn(row, 1) })
