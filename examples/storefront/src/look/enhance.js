// What script adds: fields that send their form on change, the price of the chosen variant, pages that look again, a language switch
// that keeps what was typed. Every page works without it.
// Keys step through values, so that a field changed by them sends nothing: its button shows, and Enter works too.
let byKey = false
addEventListener("keydown", () => (byKey = true), true)
addEventListener("pointerdown", () => (byKey = false), true)
const buttonOf = (field) => field.parentElement?.querySelector(".button")
document.addEventListener("change", (event) => {
  const field = event.target
  if (!(field instanceof HTMLElement)) return
  if (field.matches("[data-submit]")) {
    if (byKey) buttonOf(field).hidden = false
    else field.closest("form")?.requestSubmit()
  }
  if (field instanceof HTMLInputElement && field.dataset.price) {
    const shown = document.querySelector("[data-shown-price] .price")
    if (!shown) return
    const now = document.createElement("span")
    now.className = "amount now"
    now.textContent = field.dataset.price
    shown.replaceChildren(now)
    shown.classList.toggle("reduced", field.dataset.was !== "")
    if (field.dataset.was) {
      const was = document.createElement("s")
      was.className = "amount was"
      was.textContent = field.dataset.was
      shown.append(" ", was)
    }
  }
})
// A page that comes back from the browser's memory has a form that may have been sent: it is fetched anew.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector("form.buying")) location.reload()
})
document.documentElement.classList.add("script")
for (const field of document.querySelectorAll("[data-submit]")) buttonOf(field).hidden = true
// Whoever has changed a field finds the focus on it again.
const changed = "changed field"
document.addEventListener("submit", ({ target, submitter }) => {
  const field = target.querySelector("[data-submit]")
  if (field && (field === document.activeElement || submitter === buttonOf(field)))
    sessionStorage.setItem(changed, field.id)
})
const former = sessionStorage.getItem(changed)
sessionStorage.removeItem(changed)
if (former && !document.querySelector("[autofocus]")) document.getElementById(former)?.focus()
// The checkout is shown in the other language with what was typed.
document.addEventListener("click", (event) => {
  const way = event.target instanceof Element && event.target.closest("a.switch")
  const form = document.querySelector("form.checkout")
  if (!way || !form || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const wish = document.createElement("input")
  Object.assign(wish, { type: "hidden", name: "do", value: "language" })
  form.append(wish)
  form.action = way.href
  form.submit()
})
const { refresh, next } = document.body.dataset
if (refresh) setTimeout(() => (next ? location.replace(next) : location.reload()), Number(refresh) * 1000)
