/* Opening a conversation, going back, changing the tab: the address follows, the page is never loaded again. */
import { draw } from './clock.js'
import { ask, parsed, refused } from './http.js'

export class Navigate {
  /** `opened()` after the conversation shown has changed; `listed(asked)` after a list was fetched at that moment. */
  constructor(list, { opened, listed }) {
    Object.assign(this, { list, opened, listed, main: document.getElementById('conversation'), turn: 0, listTurn: 0 })
    document.addEventListener('click', (event) => this.clicked(event))
    addEventListener('popstate', () => this.follow())
  }

  /** The id in the address, or null. */
  get id() {
    return Number(location.pathname.match(/\/inbox\/(\d+)\//)?.[1]) || null
  }

  clicked(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const on = (selector) => event.target.closest(selector)
    const row = on('.row-link, [data-open]')
    const tab = on('.tabs [data-tab]')
    const more = on('[data-more]')
    const back = on('[data-back]')
    if (!row && !tab && !more && !back) return
    event.preventDefault()
    if (row) this.open(Number(row.dataset.open ?? row.parentElement.dataset.id))
    else if (tab) this.tab(tab.dataset.tab)
    else if (more) this.more(more)
    else this.close()
  }

  async open(id, { push = true } = {}) {
    const turn = ++this.turn
    if (push && id !== this.id) history.pushState(null, '', `/inbox/${id}/?tab=${this.list.tab}`)
    this.list.mark()
    try {
      const html = await ask(`/inbox/${id}/`)
      if (turn === this.turn) this.show(html)
    } catch (error) {
      refused(error)
      if (turn === this.turn && error.status === 404) this.close()
    }
  }

  /** Nothing is open any more; at phone width that is the way back to the list. */
  close({ push = true } = {}) {
    this.turn += 1
    const left = this.id
    if (push && left) history.pushState(null, '', `/inbox/?tab=${this.list.tab}`)
    this.show('')
    this.list.find(left)?.querySelector('a').focus({ preventScroll: true })
  }

  show(html) {
    this.main.replaceChildren(parsed(html))
    htmx.process(this.main)
    draw(this.main)
    document.body.dataset.screen = html ? 'thread' : 'list'
    document.body.classList.remove('has-panel')
    this.list.mark()
    if (html && isNarrow()) this.main.focus({ preventScroll: true })
    this.opened()
  }

  async tab(name) {
    history.replaceState(null, '', `${location.pathname}?tab=${name}`)
    for (const link of document.querySelectorAll('.tabs [data-tab]')) {
      if (link.dataset.tab === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    await this.fetchList(`?tab=${name}`, (html) => this.list.show(html))
  }

  /** The shown list as it is now. As many rows as are there, so that none that was asked for vanishes. */
  refresh() {
    const { tab, rows } = this.list
    const wanted = tab === 'archive' ? '' : `&rows=${Math.min(2000, Math.max(100, rows.children.length))}`
    return this.fetchList(`?tab=${tab}${wanted}`, (html) => this.list.tab === tab && this.list.sync(html))
  }

  more(button) {
    return this.fetchList(button.dataset.more, (html) => this.list.extend(html))
  }

  async fetchList(query, show) {
    const turn = ++this.listTurn
    const asked = performance.now()
    try {
      const html = await ask(`/inbox/${query}`)
      if (turn !== this.listTurn) return
      show(html)
      this.listed(asked)
    } catch (error) {
      if (error.status !== 0) refused(error)
    }
  }

  follow() {
    const tab = new URLSearchParams(location.search).get('tab') ?? 'my'
    if (tab !== this.list.tab) this.tab(tab)
    if (this.id) this.open(this.id, { push: false })
    else this.close({ push: false })
  }
}

function isNarrow() {
  return matchMedia('(max-width: 720px)').matches
}
