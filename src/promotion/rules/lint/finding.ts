/** Everything that the linter can find. */
export const findingTags = [
  "Invalid",
  "DuplicateId",
  "Duplicate",
  "ConditionNeverHolds",
  "NeverOpen",
  "NothingSelectable",
  "GivesNothing",
  "TierUnreachable",
  "TierOvertaken",
  "TierNotBetter",
  "CapBelowStep",
  "AlwaysShadowed",
  "StacksBelowCost",
  "WindowGap",
  "WindowOverlap",
  "EndedAlready",
  "CodeWithoutLimit",
  "BudgetOfOneCart",
  "FundingUnknown",
  "ThresholdAfterDiscounts"
] as const
export type FindingTag = (typeof findingTags)[number]

/** `error`: it can never do what it says. `warning`: it will surprise somebody. `notice`: it may be meant. */
export type Severity = "error" | "warning" | "notice"

/** How grave each finding is. */
export const severityOf: Readonly<Record<FindingTag, Severity>> = {
  Invalid: "error",
  DuplicateId: "error",
  Duplicate: "warning",
  ConditionNeverHolds: "error",
  NeverOpen: "error",
  NothingSelectable: "error",
  GivesNothing: "error",
  TierUnreachable: "error",
  TierOvertaken: "warning",
  TierNotBetter: "error",
  CapBelowStep: "warning",
  AlwaysShadowed: "warning",
  StacksBelowCost: "error",
  WindowGap: "notice",
  WindowOverlap: "warning",
  EndedAlready: "notice",
  CodeWithoutLimit: "warning",
  BudgetOfOneCart: "warning",
  FundingUnknown: "error",
  ThresholdAfterDiscounts: "notice"
}

/** One thing found in a rule set. */
export interface Finding {
  readonly tag: FindingTag
  readonly severity: Severity
  /** The promotion it is about, then the others that take part. */
  readonly promotions: readonly [string, ...ReadonlyArray<string>]
  /** A JSON pointer into the first promotion, such as `/offer/steps/1`. */
  readonly path: string
  readonly zh: string
  readonly en: string
}

/** Makes a finding. */
export const finding = (
  tag: FindingTag,
  promotions: Finding["promotions"],
  path: string,
  { zh, en }: { readonly zh: string; readonly en: string }
): Finding => ({ tag, severity: severityOf[tag], promotions, path, zh, en })

/** Ids as they stand in a sentence. */
export const listed = (ids: ReadonlyArray<string>, language: "zh" | "en"): string =>
  ids.map((id) => `\`${id}\``).join(language === "zh" ? "、" : ", ")
