/* What was said, in order: the conversation's events, and behind them what is still pending. */
import { el, face, icon } from './dom.js'
import { linked } from './links.js'

const TOGETHER = 5 * 60000
const TICK = 'M5 12.5l4.5 4.5L19 7.5'
const CLOCK = 'M12 7v5l3 2M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17z'

export class Log {
  /** `again()`: send what is delayed now. `edit(message)`: take a refused message's text back. */
  constructor({ words, locale, origin, again, edit }) {
    Object.assign(this, { words, origin, again, edit })
    this.root = el('div', { className: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.log })
    this.tail = new Map()
    this.operator = null
    this.day = ''
    this.clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
    this.calendar = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  }

  /** Draws an event; a pending message with its `client_id` becomes it. Returns what is new. */
  add(event) {
    const at = new Date(event.at)
    this.date(at)
    if (event.kind !== 'message') return this.note(Object.hasOwn(this.words.notes, event.kind) && this.words.notes[event.kind](event.name))
    const waiting = event.author === 'visitor' ? this.tail.get(event.client_id) : null
    if (!waiting) return this.place(this.bubble(event.author, event.name ?? '', event.text, at))
    this.tail.delete(event.client_id)
    this.mark(waiting, 'sent', at)
    // Left where it stands when nothing pending is before it: a moved line would be read aloud twice.
    const [first] = this.tail.values()
    if (first && first.compareDocumentPosition(waiting) & Node.DOCUMENT_POSITION_FOLLOWING) this.place(waiting)
  }

  /** A line of the conversation's own: somebody joined, it was closed. Unknown kinds have no words and draw nothing. */
  note(text, kind = '') {
    if (text) this.place(el('p', { className: `note ${kind}` }, text))
  }

  /** Brings the pending messages on the screen in line with those kept, `delays` being what the server said of some by `client_id`. */
  pending(messages, delays) {
    const kept = new Set()
    for (const message of messages) {
      kept.add(message.client_id)
      if (!this.tail.has(message.client_id)) {
        const node = this.bubble('visitor', '', message.text, new Date(message.at))
        this.root.append(node)
        this.tail.set(message.client_id, node)
        this.group(node)
      }
      this.status(this.tail.get(message.client_id), message, delays.get(message.client_id))
    }
    for (const [id, node] of this.tail) if (!kept.has(id)) this.gone(id, node)
  }

  /** No longer kept: acknowledged, here or in another tab, and its event is on the way; or taken back by the visitor. */
  gone(id, node) {
    if (!node.classList.contains('refused')) return this.mark(node, 'sent')
    this.drop(id)
  }

  /** Takes a pending message off the screen. */
  drop(id) {
    this.tail.get(id)?.remove()
    this.tail.delete(id)
  }

  status(node, message, delay) {
    if (message.refused) this.mark(node, 'refused', null, message.refused, [this.words.edit, () => this.edit(message)])
    else if (delay) this.mark(node, 'refused', null, delay, [this.words.again, this.again])
    else this.mark(node, 'pending')
  }

  mark(node, state, at = null, trouble = '', [label, act] = []) {
    const key = `${state} ${trouble}`
    if (at) node.at = at
    if (node.state === key && !at) return
    node.state = key
    node.classList.remove('pending', 'refused', 'sent')
    node.classList.add(state)
    const { words } = this
    const meta = node.querySelector('.meta')
    if (state === 'refused') {
      meta.replaceChildren(`${words.notSent} ${trouble} `, el('button', { type: 'button', className: 'link', onclick: act }, label))
    } else {
      const said = el('span', { className: 'unseen' }, ` ${state === 'sent' ? words.sent : words.sending}`)
      meta.replaceChildren(this.clock.format(node.at), icon(state === 'sent' ? TICK : CLOCK), said)
    }
  }

  bubble(author, name, text, at) {
    const said = author === 'visitor' ? this.words.you : name
    const node = el('div', { className: `message ${author}` },
      author === 'operator' ? face(name, this.operator?.name === name ? this.operator.photo : '', this.origin) : null,
      el('p', { className: author === 'operator' ? 'name' : 'unseen' }, said),
      el('p', { className: 'text', dir: 'auto' }, ...linked(text)),
      el('p', { className: 'meta' }, this.clock.format(at)))
    Object.assign(node, { at, who: `${author} ${name}` })
    if (author === 'visitor') this.mark(node, 'sent')
    return node
  }

  date(at) {
    const day = at.toDateString()
    if (day === this.day) return
    this.day = day
    const ago = (days) => new Date(Date.now() - days * 86400000).toDateString()
    const { today, yesterday } = this.words
    this.place(el('p', { className: 'day' }, day === ago(0) ? today : day === ago(1) ? yesterday : this.calendar.format(at)))
  }

  place(node) {
    const [first] = this.tail.values()
    this.root.insertBefore(node, first ?? null)
    this.group(node)
    return node
  }

  /** Messages of one person that follow closely are drawn as one block. */
  group(node) {
    for (const later of [node, node.nextElementSibling]) {
      const earlier = later?.previousElementSibling
      if (!later) continue
      const together = Boolean(earlier?.who) && earlier.who === later.who && later.at - earlier.at < TOGETHER
      later.classList.toggle('joined', together)
      earlier?.classList.toggle('followed', together)
    }
  }
}
