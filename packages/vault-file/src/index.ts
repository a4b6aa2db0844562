export { fileAnchor } from "./anchor.ts"
export { erasedIn } from "./erased.ts"
export { type FileVaultOptions, fileVault } from "./vault.ts"
export { nodeCipher } from "./wrap.ts"
