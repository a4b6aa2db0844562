// What script adds: fields that send their form on change, the price of the chosen variant, pages that look again. Every page works without it.
document.addEventListener("change", (event) => {
  const field = event.target
  if (!(field instanceof HTMLElement)) return
  if (field.matches("[data-submit]")) field.closest("form")?.requestSubmit()
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
for (const button of document.querySelectorAll(".quantity .button")) button.hidden = true
const { refresh, next } = document.body.dataset
if (refresh) setTimeout(() => (next ? location.replace(next) : location.reload()), Number(refresh) * 1000)
