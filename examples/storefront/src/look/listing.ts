/** Categories and search: the tree, the facets and the shelf. One form, so that it works without script. */
import { tell, type TextKey } from "../text/index.ts"
import { cardGrid, empty } from "./card.ts"
import { type Html, html, nothing, raw } from "./html.ts"
import { crumbs, page } from "./page.ts"
import { paths } from "./paths.ts"
import type { FacetView, Frame, ListingView, Sort, TreeNode } from "./view.ts"

const sorts: readonly Sort[] = ["shelf", "new", "cheap", "dear"]

const branch = (frame: Frame, nodes: readonly TreeNode[]): Html =>
  nodes.length === 0
    ? nothing
    : html`<ul>${nodes.map(
        (node) =>
          html`<li><a href="${paths(frame.language).category(node.id)}"${node.current ? raw(` aria-current="page"`) : nothing}>${node.name} <span class="quiet">${node.count}</span></a>${branch(frame, node.children)}</li>`
      )}</ul>`

const facet = ({ key, name, values }: FacetView): Html =>
  html`<fieldset class="facet"><legend>${name}</legend>${values.map(
    (value) =>
      html`<label><input type="checkbox" name="${key}" value="${value.value}"${value.chosen ? raw(" checked") : nothing}><span>${value.name}</span><span class="quiet">${value.count}</span></label>`
  )}</fieldset>`

/** The address of another leaf of the same listing. */
const leaf = (view: ListingView, action: string, number: number): string => {
  const query = new URLSearchParams()
  if (view.query !== undefined && view.query !== "") query.append("q", view.query)
  if (view.reduced === true) query.append("offer", "1")
  for (const { key, values } of view.facets) {
    for (const { value, chosen } of values) if (chosen) query.append(key, value)
  }
  if (view.sort !== "shelf") query.append("sort", view.sort)
  if (number > 1) query.append("page", String(number))
  const text = query.toString()
  return text === "" ? action : `${action}?${text}`
}

/** The address of the same listing with nothing narrowed, in the shop's own order. */
const cleared = (view: ListingView, action: string): string => leaf({ ...view, facets: [], sort: "shelf" }, action, 1)

const leaves = (frame: Frame, view: ListingView, action: string): Html => {
  const t = tell(frame.language)
  if (view.pages < 2) return nothing
  const way = (number: number, label: TextKey, rel: string): Html =>
    html`<a class="button plain" rel="${rel}" href="${leaf(view, action, number)}">${t(label)}</a>`
  return html`<nav class="leaves" aria-label="${t("listing.leaves")}">${view.page > 1 ? way(view.page - 1, "listing.before", "prev") : nothing}<span>${t("listing.leaf", { page: view.page, pages: view.pages })}</span>${
    view.page < view.pages ? way(view.page + 1, "listing.after", "next") : nothing
  }</nav>`
}

const listing = (view: ListingView, frame: Frame, action: string): Html => {
  const t = tell(frame.language)
  const to = paths(frame.language)
  const chosen = view.facets.flatMap(({ values }) => values.filter((value) => value.chosen))
  return page(frame, {
    title: view.title,
    body: html`${crumbs(frame, view.crumbs, view.title)}
<div class="heading"><h1>${view.title}</h1><p class="quiet" role="status">${t("listing.count", { count: view.total })}</p></div>
<div class="listing"><form class="sieve" method="get" action="${action}">${view.query === undefined ? nothing : html`<input type="hidden" name="q" value="${view.query}">`}${view.reduced === true ? html`<input type="hidden" name="offer" value="1">` : nothing}
${view.tree.length === 0 ? nothing : html`<nav class="tree" aria-label="${t("listing.tree")}">${branch(frame, view.tree)}</nav>`}
<details class="facets"${chosen.length > 0 ? raw(" open") : nothing}><summary>${t("listing.narrow")}${chosen.length === 0 ? nothing : html` <span class="count">${chosen.length}</span>`}</summary>
<div class="sort"><label for="sort">${t("listing.sort")}</label><select id="sort" name="sort" data-submit>${sorts.map(
      (sort) =>
        html`<option value="${sort}"${sort === view.sort ? raw(" selected") : nothing}>${t(`listing.sort.${sort}`)}</option>`
    )}</select><button class="button plain small">${t("listing.apply")}</button></div>
${view.facets.map(facet)}
<p class="actions"><button class="button">${t("listing.apply")}</button>${chosen.length === 0 ? nothing : html`<a href="${cleared(view, action)}">${t("listing.clear")}</a>`}</p></details></form>
<div>${
      view.cards.length > 0
        ? html`<h2 class="hidden">${t("listing.goods")}</h2>${cardGrid(frame, view.cards, true)}${leaves(frame, view, action)}`
        : view.query === undefined || view.query === ""
          ? chosen.length === 0
            ? empty(t("listing.bare"), t("listing.bareDetail"), { label: t("nav.categories"), to: to.categories })
            : empty(t("listing.empty"), t("listing.emptyDetail"), {
                label: t("listing.emptyWay"),
                to: cleared(view, action)
              })
          : empty(t("search.empty", { query: view.query }), t("search.emptyDetail"), {
              label: t("home.toTea"),
              to: to.category("tea")
            })
    }</div></div>`
  })
}

export const categoryPage = (view: ListingView, frame: Frame): Html =>
  listing(
    view,
    frame,
    view.category === undefined ? paths(frame.language).categories : paths(frame.language).category(view.category)
  )

export const searchPage = (view: ListingView, frame: Frame): Html => listing(view, frame, paths(frame.language).search)
