import { canonical, type Json } from "../../../kernel/json.ts"

/** One text for each value of plain data, whatever the order of its keys: two values are the same where their texts are. */
export const textOf = (value: unknown): string => canonical(JSON.parse(JSON.stringify(value)) as Json)
