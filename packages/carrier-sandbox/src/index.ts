export { sandboxCarrier, type SandboxCarrierOptions } from "./client.ts"
export type { How, Parcel, Step, Telling } from "./depot/book.ts"
export {
  sandboxDepot,
  type SandboxDepot,
  type SandboxDepotOptions
} from "./depot/depot.ts"
