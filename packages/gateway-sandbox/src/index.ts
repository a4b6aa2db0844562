export { sandboxGateway, type SandboxGatewayOptions } from "./client.ts"
export { sandboxProvider, type SandboxProvider, type SandboxProviderOptions } from "./provider/provider.ts"
export type { How } from "./provider/words.ts"
export type { Secrets } from "./signature.ts"
