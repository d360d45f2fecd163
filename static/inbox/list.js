/* The list on the left. Rows come as the server's HTML; here they are put where they belong. */
import { draw } from './clock.js'
import { parsed } from './http.js'

const NUMBER = (row) => Number(row.dataset.seq)

export class List {
  /** `column` holds the list; `open()` gives the id of the conversation that is open, or null. */
  constructor(column, open) {
    this.column = column
    this.open = open
    this.mark()
  }

  get root() {
    return this.column.querySelector('.list')
  }

  get tab() {
    return this.root.dataset.tab
  }

  get rows() {
    return this.root.querySelector('.rows')
  }

  /** Where everything stands, as it came with the list. */
  get places() {
    return JSON.parse(this.root.querySelector('#places').textContent)
  }

  /** Another tab's list. */
  show(html) {
    this.root.replaceWith(parsed(html).querySelector('.list'))
    draw(this.root)
    this.mark()
  }

  /** The same tab's list, fetched again: rows that stay are left alone, so nothing jumps and the focus stays. */
  sync(html) {
    const fresh = parsed(html).querySelector('.list')
    const incoming = [...fresh.querySelectorAll('.row')]
    const ids = new Set(incoming.map((row) => row.id))
    const last = fresh.querySelector('.more') ? incoming.at(-1) : null
    for (const row of [...this.rows.children]) {
      // What stands behind the last row given may be there all the same.
      if (!ids.has(row.id) && !(last && compare(row, last) > 0)) this.remove(row)
    }
    for (const row of incoming) this.put(row)
    this.adopt(fresh)
  }

  /** More rows of the same list below those that are there. */
  extend(html) {
    const fresh = parsed(html).querySelector('.list')
    for (const row of [...fresh.querySelectorAll('.row')]) this.put(row)
    const more = fresh.querySelector('.more')
    if (more) this.root.querySelector('.more')?.replaceWith(more)
    else this.root.querySelector('.more')?.remove()
    this.adopt(fresh)
  }

  adopt(fresh) {
    this.root.querySelector('#places').replaceWith(fresh.querySelector('#places'))
  }

  /** A push: into the list, out of it, or to another place in it. */
  place(push) {
    const there = this.find(push.id)
    if (there && NUMBER(there) >= push.seq) return
    if (push.tab !== this.tab) {
      if (there) this.remove(there)
      return
    }
    const row = parsed(push.html).querySelector('.row')
    row.classList.toggle('is-blue', Boolean(push.blue))
    if (!there && this.isBeyond(row)) return
    this.put(row)
    if (!there) row.classList.add('is-fresh')
  }

  /** Which row is the open conversation's. */
  mark() {
    const open = this.open()
    for (const link of this.rows.querySelectorAll('.row-link')) {
      if (Number(link.parentElement.dataset.id) === open) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  find(id) {
    return this.rows.querySelector(`#c-${id}`)
  }

  put(row) {
    const there = this.find(row.dataset.id)
    if (there && NUMBER(there) > NUMBER(row)) return
    if (there && same(there, row)) return
    const focused = there?.contains(document.activeElement)
    there?.remove()
    draw(row)
    this.insert(row, focused)
    this.mark()
  }

  /** Where its order says; also a row that stands there already and whose order is another one now. */
  insert(row, focused = row.contains(document.activeElement)) {
    row.remove()
    const next = [...this.rows.children].find((other) => compare(row, other) < 0)
    this.rows.insertBefore(row, next ?? null)
    if (focused) row.querySelector('a').focus({ preventScroll: true })
  }

  remove(row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling
    const focused = row.contains(document.activeElement)
    row.remove()
    if (focused) neighbour?.querySelector('a').focus({ preventScroll: true })
  }

  /** Behind the last row shown while the server holds more: it will come with "Show more". */
  isBeyond(row) {
    const last = this.rows.lastElementChild
    return Boolean(this.root.querySelector('.more') && last && compare(row, last) > 0)
  }
}

function same(a, b) {
  return a.dataset.seq === b.dataset.seq && a.classList.contains('is-blue') === b.classList.contains('is-blue')
}

function compare(a, b) {
  const left = a.dataset.order.split(',').map(Number)
  const right = b.dataset.order.split(',').map(Number)
  const at = left.findIndex((value, index) => value !== right[index])
  return at < 0 ? 0 : left[at] - right[at]
}
