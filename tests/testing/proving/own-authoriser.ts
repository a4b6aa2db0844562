import test from "node:test"
import { type Authorise, authoriserLaws, testLaws } from "pannier/testing"

const covers = (patterns: ReadonlyArray<string> = [], permission: string): boolean =>
  patterns.some(
    (one) => one === "*" || one === permission || (one.endsWith(".*") && permission.startsWith(one.slice(0, -1)))
  )

/** A host's own rule: the first of somebody's roles that has anything to say decides. */
const firstWins: Authorise = ({ roles }, held, permission) => {
  for (const name of held) {
    const role = Object.hasOwn(roles, name) ? roles[name] : undefined
    if (covers(role?.deny, permission)) return "denied"
    if (covers(role?.allow, permission)) return "granted"
    if (covers(role?.own, permission)) return "owner"
  }
  return "denied"
}

testLaws(test, authoriserLaws(firstWins), { runs: 2000 })
