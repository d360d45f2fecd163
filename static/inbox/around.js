/* What stands around the timeline: the head with its buttons, and the panel. Fetched anew when the conversation has changed. */
import { draw } from './clock.js'
import { ask, parsed, refused } from './http.js'

const SOON = 120

export class Around {
  /** `changed()` is told after the head was replaced; `gone()` when the conversation can't be seen any more. */
  constructor({ changed, gone }) {
    Object.assign(this, { changed, gone, timer: 0, late: false })
    const wasLate = () => this.late && this.later()
    document.addEventListener('toggle', wasLate, true)
    document.addEventListener('focusout', wasLate)
  }

  get head() {
    return document.getElementById('head')
  }

  /** What the oldest part of it shows. */
  get seq() {
    return Math.min(...[this.head, document.getElementById('panel')].map((part) => Number(part.dataset.seq)))
  }

  get id() {
    return Number(this.head?.dataset.id) || null
  }

  /** Soon, and once for many changes. */
  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.fetch(), SOON)
  }

  async fetch() {
    const { id } = this
    if (!id) return
    this.late = isInUse()
    if (this.late) return
    try {
      const html = await ask(`/inbox/${id}/head/`)
      if (id !== this.id) return
      this.show(html)
    } catch (error) {
      if (error.status === 404) this.gone()
      else if (error.status !== 0) refused(error)
    }
  }

  /** Replace what came, unless something newer is shown. */
  show(html) {
    // Somebody may have opened a menu while the answer was on its way.
    this.late = isInUse()
    if (this.late) return
    const fresh = parsed(html)
    for (const part of [fresh.querySelector('#head'), fresh.querySelector('#panel')]) {
      const there = part && document.getElementById(part.id)
      if (there && Number(there.dataset.seq) <= Number(part.dataset.seq)) swap(there, part)
    }
    this.changed()
  }
}

/** Nobody's menu is to vanish under the finger, nor the list of a select that is being chosen from. */
function isInUse() {
  return Boolean(document.querySelector('#head details[open], #panel select:focus:not([data-chosen])'))
}

/** Put `part` in the place of `there`; whoever had the focus there keeps it as near as can be. */
function swap(there, part) {
  const focused = there.contains(document.activeElement) ? document.activeElement : null
  const { scrollTop } = there
  there.replaceWith(part)
  part.scrollTop = scrollTop
  htmx.process(part)
  draw(part)
  if (focused) (twin(part, focused) ?? part.querySelector('h1, h2'))?.focus({ preventScroll: true })
}

function twin(part, focused) {
  const url = leads(focused)
  return url && [...part.querySelectorAll('[hx-post], [data-show], [href]')].find((e) => url === leads(e))
}

function leads(element) {
  return element.getAttribute('hx-post') ?? element.dataset.show ?? element.getAttribute('href')
}
