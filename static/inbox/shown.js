/* A dialog whose content the server has: reasons, seniors. When it closes, the focus goes back to what opened it. */
import { draw } from './clock.js'
import { ask, parsed, refused } from './http.js'

const box = document.getElementById('shown')
let turn = 0
let opener = null

box.addEventListener('close', () => focusBack())

/** Fetch what `button` names, and show it. */
export async function show(button) {
  const mine = ++turn
  try {
    const html = await ask(button.dataset.show)
    if (mine !== turn) return
    opener = button
    box.replaceChildren(parsed(html))
    htmx.process(box)
    draw(box)
    if (!box.open) box.showModal()
    box.scrollTop = 0
  } catch (error) {
    refused(error)
  }
}

/** Say what was refused where it was typed, which stays; false where there is no place for it. */
export function tell(element, message) {
  const place = element.closest('dialog[open]')?.querySelector('[data-error]')
  if (place) Object.assign(place, { textContent: message, hidden: false })
  return Boolean(place)
}

/** The head may have been drawn anew meanwhile, and what stands in a closed menu can't have the focus. */
function focusBack() {
  const there = opener?.isConnected ? opener : document.querySelector(`[data-show="${opener?.dataset.show}"]`)
  const place = there?.closest('details.menu:not([open])')?.querySelector('summary') ?? there ?? document.querySelector('#head h1')
  place?.focus({ preventScroll: true })
}
