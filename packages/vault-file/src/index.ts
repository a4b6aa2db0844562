export { fileAnchor } from "./anchor.ts"
export { erasedIn, listErased } from "./erased.ts"
export { type FileVaultOptions, fileVault } from "./vault.ts"
export { nodeCipher } from "./wrap.ts"
