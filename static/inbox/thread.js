/* The opened conversation's timeline: each item has a number, and none may be missing. */
import { dayName, draw, sameDay } from './clock.js'
import { ask, parsed, refused } from './http.js'
import { text } from './texts.js'

const PATIENCE = 300
const LONGER = 2000
const NEAR = 80
const RUN = 300000

export class Thread {
  /** `socket` may be offline at any time; `stale()` is called when the conversation must be fetched as a whole. */
  constructor(socket, stale) {
    this.socket = socket
    this.stale = stale
    this.opened()
  }

  get id() {
    return Number(this.items?.dataset.id) || null
  }

  /** The number of the last item on the screen. */
  get last() {
    return Number(this.items?.lastElementChild?.dataset.seq ?? 0)
  }

  /** The page shows another conversation now, or none. */
  opened() {
    clearTimeout(this.timer)
    this.log = document.getElementById('log')
    this.items = document.getElementById('items')
    this.expected = 0
    if (!this.items) return this.socket.send({ type: 'close' })
    draw(this.log)
    this.drawDays()
    this.toBottom()
    this.button = document.querySelector('[data-bottom]')
    this.button.querySelector('span').textContent = text('new_messages')
    this.button.onclick = () => this.toBottom()
    this.log.onscroll = () => this.isNearBottom() && (this.button.hidden = true)
    this.askSocket()
  }

  /** Something with this number exists: if it doesn't come by itself, it is fetched. */
  expect(seq) {
    if (!this.items || seq <= this.last) return
    this.expected = Math.max(this.expected, seq)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.catchUp(), this.socket.online ? PATIENCE : 0)
  }

  /** A `thread` frame. */
  push({ id, from, seq, html }) {
    if (id !== this.id || seq <= this.last) return
    if (html === null) return this.stale()
    if (from > this.last + 1) return this.catchUp()
    this.append(html)
  }

  catchUp() {
    if (!this.items) return
    if (!this.askSocket()) return this.fetch()
    clearTimeout(this.timer)
    if (this.expected > this.last) this.timer = setTimeout(() => this.expected > this.last && this.fetch(), LONGER)
  }

  askSocket() {
    return this.socket.send({ type: 'open', id: this.id, after: this.last })
  }

  async fetch() {
    const { id } = this
    try {
      const html = await ask(`/inbox/${id}/items/?after=${this.last}`)
      if (id !== this.id || !this.append(html)) return
      if (this.expected > this.last) await this.fetch()
    } catch (error) {
      // Where nothing is reachable the sign of the connection says so.
      if (error.status !== 0) refused(error)
    }
  }

  /** Earlier items, above those that are there; what is read stays where it is. */
  async earlier(button) {
    const first = this.items.querySelector('[data-seq]')
    button.disabled = true
    try {
      const fragment = parsed(await ask(`/inbox/${this.id}/items/?before=${first.dataset.seq}`))
      const from = this.log.scrollHeight - this.log.scrollTop
      draw(fragment)
      this.items.prepend(fragment)
      this.drawDays()
      this.log.scrollTop = this.log.scrollHeight - from
      if (Number(this.items.querySelector('[data-seq]').dataset.seq) > 1) button.disabled = false
      else button.remove()
    } catch (error) {
      button.disabled = false
      refused(error)
    }
  }

  /** True where something was new. */
  append(html) {
    const atBottom = this.isNearBottom()
    const fresh = [...parsed(html).querySelectorAll('[data-seq]')].filter((item) => Number(item.dataset.seq) > this.last)
    if (!fresh.length) return false
    fresh.forEach((item) => draw(item))
    this.items.append(...fresh)
    this.drawDays()
    if (atBottom || fresh.some((item) => item.matches('.by-operator, .by-note'))) this.toBottom()
    else this.button.hidden = false
    return true
  }

  /** The lines between two days, and which message goes on where its author's last one ended. */
  drawDays() {
    this.items.querySelectorAll('.day').forEach((day) => day.remove())
    let before = null
    for (const item of [...this.items.children]) {
      const now = { moment: new Date(item.querySelector('time').dateTime), author: item.dataset.author }
      const sameDate = before && sameDay(before.moment, now.moment)
      if (!sameDate) item.before(dayLine(now.moment))
      const goesOn = sameDate && now.author && now.author === before.author && now.moment - before.moment < RUN
      item.classList.toggle('is-run', Boolean(goesOn))
      before = now
    }
  }

  isNearBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR
  }

  toBottom() {
    this.log.scrollTop = this.log.scrollHeight
    if (this.button) this.button.hidden = true
  }
}

function dayLine(moment) {
  const line = document.createElement('li')
  line.className = 'day'
  line.textContent = dayName(moment)
  return line
}
