/* When the visitor may be called: a day and a time within working hours, as the visitor's own clock shows them. SPEC 7.4 */
import { el, icon } from './dom.js'
import { call } from './http.js'
import { Shelf } from './store.js'

const DOWN = 'M6 9.5l6 6 6-6'

export class Slots {
  /** `changed()` when there are other times to choose from, or there is something else to say. */
  constructor({ app, words, language, changed }) {
    const locale = navigator.language?.startsWith(language) ? navigator.language : language
    const format = (options) => new Intl.DateTimeFormat(locale, options)
    Object.assign(this, { app, words, changed, days: new Map(), state: '' })
    this.long = format({ weekday: 'long', day: 'numeric', month: 'long' })
    this.short = format({ weekday: 'short', day: 'numeric', month: 'long' })
    this.clock = format({ timeStyle: 'short' })
    // Whoever calls may have another clock.
    this.zoned = format({ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' })
    this.day = el('select', { id: 'r-day', className: 'entry', onchange: () => this.times() })
    this.time = el('select', { id: 'r-due', className: 'entry' })
    this.said = el('p', { className: 'said', role: 'status' })
    this.retry = el('button', { type: 'button', className: 'link', onclick: () => this.fetch() }, words.again)
    this.pair = el('div', { className: 'pair' }, this.row('day', this.day, 'day'), this.row('time', this.time, 'due'))
    this.root = el('div', { className: 'when', hidden: true }, this.pair,
      el('p', { className: 'error', id: 'r-due-error' }), this.said, this.retry)
    this.draw()
  }

  row(word, select, id) {
    return el('div', {}, el('label', { htmlFor: `r-${id}` }, this.words[word]), el('div', { className: 'pick' }, select, icon(DOWN)))
  }

  /** The chosen slot's beginning as the server wrote it; empty where there is none. */
  get due() {
    return this.days.get(this.day.value)?.some((slot) => slot === this.time.value) ? this.time.value : ''
  }

  /** The choice in words that mean the same moment to everybody. */
  get when() {
    const moment = new Date(this.due)
    return `${this.long.format(moment)}, ${this.zoned.format(moment)}`
  }

  /** The times of this group, or of the visitor's own conversation; asked once for each. */
  want(group) {
    if (this.state && group === this.group) return
    this.group = group
    this.fetch()
  }

  async fetch() {
    const { app, group } = this
    const query = new URLSearchParams({ key: app.key, group: group ?? '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone })
    this.state = 'asked'
    let slots = null
    try {
      const token = new Shelf(() => window.localStorage, `switchboard:${app.key}:`).get('token')
      slots = (await call(`${app.origin}/w/v1/slots?${query}`, { token })).slots
    } catch {
      // Said below, with a button to try again.
    }
    // Another group was chosen meanwhile.
    if (group !== this.group) return
    this.state = slots ? (slots.length ? 'some' : 'none') : 'unknown'
    this.take(slots ?? [])
    this.changed()
  }

  take(slots) {
    const chosen = this.day.value
    this.days = new Map()
    for (const slot of slots) {
      const day = this.short.format(new Date(slot))
      this.days.set(day, [...(this.days.get(day) ?? []), slot])
    }
    this.day.replaceChildren(...[...this.days.keys()].map((day) => el('option', { value: day }, day)))
    if (this.days.has(chosen)) this.day.value = chosen
    this.times()
    this.draw()
  }

  times() {
    const chosen = this.time.value
    const slots = this.days.get(this.day.value) ?? []
    this.time.replaceChildren(...slots.map((slot) => el('option', { value: slot }, this.clock.format(new Date(slot)))))
    if (slots.includes(chosen)) this.time.value = chosen
  }

  draw() {
    const { words, state } = this
    this.pair.hidden = state !== 'some'
    this.said.textContent = { none: words.none, unknown: words.unknown }[state] ?? ''
    this.retry.hidden = state !== 'unknown'
  }
}
