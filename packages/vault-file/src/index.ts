export { fileAnchor } from "./anchor.ts"
export { type FileVaultOptions, fileVault } from "./vault.ts"
export { nodeCipher } from "./wrap.ts"
