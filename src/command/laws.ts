export { versionLaws } from "./laws/versions.ts"
