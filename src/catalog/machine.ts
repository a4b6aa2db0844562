import { machine } from "../kernel/machine.ts"

/**
 * The life of a product. A draft is seen by staff alone; what is withdrawn is a draft again; what is archived stays so,
 * because orders speak of it.
 */
export const productMachine = machine("product", "draft", {
  draft: { publish: "active", archive: "archived" },
  active: { withdraw: "draft", archive: "archived" },
  archived: {}
})
