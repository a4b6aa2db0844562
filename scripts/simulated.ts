import { type Found, median, recorded } from "../tests/campaign/simulate/found.ts"
import { harmless } from "../tests/campaign/simulate/harmless.ts"
import { plants } from "../tests/campaign/simulate/plants.ts"
import { releasePlants } from "../tests/campaign/simulate/release-plants.ts"
import { campaign } from "../tests/campaign/simulate/acted.ts"
import { presaleEnds, staffEnds, virtualEnds } from "../src/testing/simulator/bookkeeper/told.ts"
import { faultKinds, kinds } from "../src/testing/simulator/rates.ts"

const row = (...cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const told: Readonly<Record<string, string>> = { AUDIT: "the audit", DEFECT: "a defect" }

const found = (name: string, is: string, of: Found | undefined): string => {
  if (of === undefined || of.laws.length === 0) return row(`\`${name}\``, is, "not found", "")
  const laws = [...new Set(of.laws)].map((law) => told[law] ?? law)
  return row(`\`${name}\``, is, laws.join(", "), `${median(of.runs)} (${of.runs.join(", ")})`)
}

/** The plants of the simulator, with what found each in the recorded hunt. */
export const plantTable = (): string => {
  const hunt = recorded()
  const hits = Object.values(hunt.plants).filter(({ laws }) => laws.length > 0)
  const middle = median(hits.flatMap(({ runs }) => runs))
  return [
    `${hits.length} of ${Object.keys(plants).length} are found, each of them up to three times, by runs of ${hunt.checkouts} buyers. The median over all is ${middle} ${middle === 1 ? "seed" : "seeds"}.`,
    "",
    ...heading,
    ...Object.entries(plants).map(([name, { is }]) => found(name, is, hunt.plants[name]))
  ].join("\n")
}

const heading = [row("Plant", "Fault", "Found by", "Seeds to find: median (each)"), "|---|---|---|---|"]

/** The faults of rolling deployments, with what found each in the recorded hunt. */
export const releaseTable = (): string =>
  [
    ...heading,
    ...Object.entries(releasePlants).map(([name, { is }]) => found(name, is, recorded().releases[name]))
  ].join("\n")

/** The faults that nobody notices, with how many runs noticed nothing. */
export const harmlessTable = (): string =>
  [
    row("Plant", "Fault, and what makes it harmless", "Seeds that found nothing"),
    "|---|---|---|",
    ...Object.entries(harmless).map(([name, { is }]) =>
      row(`\`${name}\``, is, String(recorded().harmless[name] ?? "not tried"))
    )
  ].join("\n")

/** The recorded campaign: how much there was of everything. */
export const campaignTable = (): string => {
  const { runs, buyers, minutes, checkouts, commits, virtualHours, violations, fired, presales, staffed, virtuals } =
    campaign()
  const many = (count: number): string => count.toLocaleString("en")
  return [
    `${many(runs)} shops of ${buyers} buyers each, played in ${many(minutes)} minutes: ${many(checkouts)} checkouts, ${many(commits)} commits, ${many(virtualHours)} virtual hours, ${violations} violations.`,
    "",
    row("Fault", "", "Struck"),
    "|---|---|---:|",
    ...kinds.map((kind) => row(kind, faultKinds[kind], many(fired[kind] ?? 0))),
    "",
    row("Presales", "Met"),
    "|---|---:|",
    ...Object.entries(presaleEnds).map(([end, is]) => row(is, many(presales[end] ?? 0))),
    "",
    row("Staff", "Met"),
    "|---|---:|",
    ...Object.entries(staffEnds).map(([end, is]) => row(is, many(staffed[end] ?? 0))),
    "",
    row("Virtual goods", "Met"),
    "|---|---:|",
    ...Object.entries(virtualEnds).map(([end, is]) => row(is, many(virtuals[end] ?? 0)))
  ].join("\n")
}
