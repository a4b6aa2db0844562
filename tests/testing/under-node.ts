import test from "node:test"
import { storageLaws, testLaws } from "pannier/testing"
import { forgetful } from "./forgetful.ts"

testLaws(test, storageLaws(forgetful), { runs: 10 })
