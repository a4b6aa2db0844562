import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Json } from "../kernel/json.ts"
import { decode } from "./codec/codec.ts"
import { collection } from "./collection.ts"
import { command, put } from "./command.ts"
import { InvalidInput } from "./errors.ts"
import { event } from "./event.ts"
import { fromWire } from "./input.ts"
import { Ask, type Loading } from "./question.ts"
import { type Read, read } from "./read.ts"

/** One domain's part of the settings. Until somebody states it, it is `initial`. */
export interface Section<in out A> {
  readonly name: string
  readonly schema: Schema.Codec<A, unknown>
  readonly initial: A
}

/** Defines a section of the settings. */
export const section = <A>(name: string, schema: Schema.Codec<A, unknown>, initial: A): Section<A> => ({
  name,
  schema,
  initial
})

/** The settings of a shop: one versioned document. Each section is decoded by the domain that contributed it. */
export class Settings extends Schema.Opaque<Settings>()(
  Schema.Struct({
    /** 1, 2, 3, ...: recorded in quotes and orders. */
    version: Schema.Int,
    sections: Schema.Record(Schema.String, Schema.MutableJson)
  })
) {}

const only = "settings"

/** The collection of the one settings document. */
export const settings = collection<Settings>("settings", { schema: Settings, id: () => only })

/** A section as it stands. */
export interface Stated<out A> {
  readonly value: A
  /** The version of the settings; 0 while nothing was ever stated. */
  readonly version: number
}

/** Reads a section in a `load`; the decision is guarded by the settings' version. */
export const readSection = <A>(of: Section<A>): Ask<Stated<A>> => {
  const asked = read.maybe(settings, only)
  return new Ask(asked.questions, (answers) =>
    Result.map(asked.answer(answers), (found) => {
      const stated = found?.sections[of.name]
      return {
        value: stated === undefined ? of.initial : decode(of.schema, stated),
        version: found?.version ?? 0
      }
    })
  )
}

/** The settings were changed. */
export const SettingsChanged = event("SettingsChanged", Schema.Struct({ section: Schema.String, version: Schema.Int }))

const ChangeSettings = Schema.Struct({ section: Schema.String, value: Schema.MutableJson })

/** The command that states a section, for the sections of a shop. What the section's Schema refuses is `InvalidInput`. */
export const settingsCommands = (sections: ReadonlyArray<Section<any>>) => ({
  change: command("settings.change", {
    summary: "states one section of the settings",
    input: ChangeSettings,
    reply: Settings,
    refusals: [InvalidInput],
    permission: "settings.change",
    *load(_: typeof ChangeSettings.Type, read: Read): Loading<Settings | undefined> {
      return yield* read.maybe(settings, only)
    },
    decide: (found, { section: name, value }) => {
      const of = sections.find((one) => one.name === name)
      if (of === undefined) {
        return Result.fail<InvalidInput>({ _tag: "InvalidInput", path: "/section", reason: "no such section" })
      }
      return Result.map(fromWire(of.schema, value), () => {
        const changed: Settings = {
          version: (found?.version ?? 0) + 1,
          sections: { ...found?.sections, [name]: value as Json as Schema.MutableJson }
        }
        const told = SettingsChanged.of({ section: name, version: changed.version })
        return { reply: changed, changes: [put(settings, changed, told)] }
      })
    }
  })
})
