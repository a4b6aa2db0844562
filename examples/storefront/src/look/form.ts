/** Forms that work without script: each posts under an idempotency key of its own, and errors stand beside their field. */
import { money } from "../text/format.ts"
import { say } from "../text/index.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import type { Action, Choice, Field, Frame } from "./view.ts"

type FormLook = { readonly className?: string; readonly id?: string }

/** `name` tells this form from the others of the page, so that each has its own key. */
export const postForm = (frame: Frame, to: string, name: string, content: Html, look: FormLook = {}): Html =>
  html`<form method="post" action="${to}"${look.id === undefined ? nothing : html` id="${look.id}"`}${
    look.className === undefined ? nothing : html` class="${look.className}"`
  }><input type="hidden" name="key" value="${frame.formKey}-${name}">${content}</form>`

type Input = {
  readonly name: string
  /** Where a page has several fields of this name. */
  readonly id?: string
  readonly label: string
  readonly field: Field
  readonly type?: string
  readonly hint?: string
  readonly autocomplete?: string
  readonly optional?: string
  readonly rows?: number
  readonly wide?: boolean
  readonly inputmode?: string
  /** The id of a list of what may be written here. */
  readonly list?: string
}

/** A label, its input, and below it the hint and, if there is one, the error, both tied to the input. */
export const field = ({ name, label, field: { value, error, most }, type = "text", ...more }: Input): Html => {
  const { id = name, hint, autocomplete, optional, rows, wide, inputmode, list } = more
  const told = [error === undefined ? "" : `${id}-error`, hint === undefined ? "" : `${id}-hint`]
    .filter(Boolean)
    .join(" ")
  const shared = html`id="${id}" name="${name}"${told === "" ? nothing : html` aria-describedby="${told}"`}${
    error === undefined ? nothing : raw(` aria-invalid="true"`)
  }${autocomplete === undefined ? nothing : html` autocomplete="${autocomplete}"`}${
    inputmode === undefined ? nothing : html` inputmode="${inputmode}"`
  }${list === undefined ? nothing : html` list="${list}"`}${most === undefined ? nothing : html` maxlength="${most}"`}${optional === undefined ? raw(" required") : nothing}`
  return html`<div class="field${error === undefined ? "" : " wrong"}${wide === true ? " span" : ""}"><label for="${id}">${label}${
    optional === undefined ? nothing : html` <span class="quiet">${optional}</span>`
  }</label>${
    rows === undefined
      ? html`<input ${shared} type="${type}" value="${value}">`
      : html`<textarea ${shared} rows="${rows}">${value}</textarea>`
  }${error === undefined ? nothing : html`<p class="error" id="${id}-error">${error}</p>`}${
    hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`
  }</div>`
}

/** Radio buttons drawn as a list of rows, with what each costs. */
export const choices = (frame: Frame, name: string, legend: string, options: readonly Choice[], error?: string): Html =>
  html`<fieldset class="choices"${error === undefined ? nothing : html` aria-describedby="${name}-error"`}><legend>${legend}</legend>${
    error === undefined ? nothing : html`<p class="error" id="${name}-error" role="alert">${error}</p>`
  }${options.map(
    (option) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${option.value}"${option.chosen ? raw(" checked") : nothing}${
        option.disabled === true ? raw(" disabled") : nothing
      }><span class="what"><b>${option.label}</b>${option.detail === undefined ? nothing : html`<small>${option.detail}</small>`}</span>${
        option.amount === undefined
          ? nothing
          : html`<span class="amount">${/^0*\.?0*$/.test(option.amount.amount) ? say(frame.language, "price.free") : money(frame.language, option.amount)}</span>`
      }</label>`
  )}</fieldset>`

/** Buttons for what may be done now. */
export const actionButton = (frame: Frame, action: Action): Html => {
  const className = action.weight === "main" ? "button" : action.weight === "danger" ? "button danger" : "button plain"
  if (!action.post) return html`<a class="${className}" href="${action.to}">${action.label}</a>`
  const name = [action.to.split("/").slice(2).join("-"), ...Object.values(action.fields ?? {})]
    .join("-")
    .replace(/[^\w-]/g, "")
  return postForm(
    frame,
    action.to,
    name,
    html`${Object.entries(action.fields ?? {}).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}${
      action.ask === undefined ? nothing : field({ ...action.ask, id: `${action.ask.name}-${name}` })
    }<button class="${className}">${action.label}</button>`
  )
}

export const actions = (frame: Frame, list: readonly Action[]): Html =>
  list.length === 0 ? nothing : html`<div class="actions">${list.map((action) => actionButton(frame, action))}</div>`

/** A field with what is wrong with it, as the list above its form names it. */
export type Wrong = { readonly id: string; readonly label: string; readonly error: string }

/**
 * The problems of a whole form, above it, and of its fields, with a way to each. It takes the focus, so that whoever hears a page
 * read to them hears first why it came back.
 */
export const problemList = (title: string, problems: readonly string[], fields: readonly Wrong[] = []): Html =>
  problems.length + fields.length === 0
    ? nothing
    : html`<div class="notice bad" role="alert" tabindex="-1" autofocus><div><b>${title}</b><ul>${problems.map((problem) => html`<li>${problem}</li>`)}${fields.map(
        ({ id, label, error }) => html`<li><a href="#${id}">${label}</a> · ${error}</li>`
      )}</ul></div></div>`
