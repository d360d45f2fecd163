/* The note that goes along with a transfer: kept like every draft, until the transfer is done. */
import { Draft } from './drafts.js'

const draftOf = (box) => new Draft(box.dataset.draft, 'transfer')

export function start() {
  document.addEventListener('htmx:afterSettle', ({ target }) => {
    const box = target.querySelector?.('[data-draft]')
    if (box) box.value = draftOf(box).text
  })
  document.addEventListener('input', ({ target }) => {
    if (target.matches('[data-draft]')) draftOf(target).text = target.value
  })
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const box = detail.requestConfig.elt.closest?.('.transfer')?.querySelector('[data-draft]')
    if (box && isDone(detail.xhr.status)) draftOf(box).text = ''
  })
}

/** 410: done, and with that out of one's own sight. */
function isDone(status) {
  return status < 300 || status === 410
}
