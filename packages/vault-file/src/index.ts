export { type FileVaultOptions, fileVault } from "./vault.ts"
