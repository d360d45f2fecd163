/* Keeps the visitor connected: the socket first, HTTP where sockets are blocked, patience where nothing is reachable. Rule 4 of docs/PROTOCOL.md */
import { call, Refusal } from './http.js'
import { Socket } from './socket.js'

const POLL_SEEN = 3000
const POLL_UNSEEN = 15000
const SOCKET_AGAIN = 60000
const FAILURES = 3

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The wait in milliseconds before the next attempt, after so many failures in a row. */
export function delay(failures, chance = Math.random()) {
  return Math.min(30000, 500 * 2 ** (failures - 1)) * (0.7 + 0.6 * chance)
}

export class Connection {
  /**
   * `on.frame(frame)`: a welcome or events. `on.audience(audience)`: whom a new conversation would reach now. `on.state(connected, trouble)`,
   * with the server's words. `on.stranger()`: the token was no good. `on.forbidden()`: hide. `seen()`: is the panel open?
   */
  constructor({ origin, key, store, cursor, seen, on }) {
    Object.assign(this, { base: `${origin}/w/v1/`, key, store, cursor, seen, on })
    this.running = this.stopped = this.polling = this.asking = false
    this.socket = this.token = null
    this.failures = this.hold = 0
    this.wake = () => {}
    for (const name of ['online', 'pageshow']) addEventListener(name, () => this.ask())
    // An open socket would keep the page out of the browser's back/forward cache.
    for (const name of ['offline', 'pagehide']) addEventListener(name, () => this.socket?.end(0))
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.ask())
  }

  async start() {
    if (this.running) return
    this.running = true
    while (!this.stopped) {
      this.failures = (await this.attempt()) ? 1 : this.failures + 1
      if (this.failures >= FAILURES && !this.polling && !this.hold) await this.poll()
      await this.pause(this.polling ? SOCKET_AGAIN : Math.max(delay(this.failures), this.hold))
    }
  }

  stop() {
    this.stopped = true
    this.socket?.end(0)
    this.wake()
  }

  /** Asks for what follows the cursor; this also finds out a socket that only looks open, and cuts a wait short. */
  ask() {
    if (this.socket?.welcomed) this.socket.ping()
    else if (this.polling) this.poll()
    else this.wake()
  }

  /** Another tab has become somebody else. */
  changed() {
    if (this.socket && this.store.get('token') !== this.token) this.socket.end(0)
  }

  /** Hands one pending message over, one with `contacts` as a request; resolves to the `ack`, rejects with Refusal. */
  async deliver({ client_id, text, group, page, contacts }) {
    const type = contacts ? 'request' : 'message'
    const message = fit({ client_id, text, group, page, ...contacts })
    if (this.socket?.welcomed) return this.answer(this.socket.deliver(type, message))
    if (this.polling) return this.answer(call(`${this.base}${type}s`, { token: this.token, body: message }))
    throw new Refusal({ code: 'lost' })
  }

  page() {
    const where = { page: here(), title: document.title.slice(0, 300) }
    const token = this.store.get('token')
    if (this.socket?.welcomed) this.socket.put({ type: 'page', ...where })
    // A page that wasn't reported costs nobody anything; the next one will be.
    else if (token) call(`${this.base}page`, { token, body: where }).catch(() => {})
    if (this.polling) this.poll()
  }

  /** One socket's whole life; true if it was ever welcomed. */
  async attempt() {
    try {
      await this.become()
    } catch (refusal) {
      this.on.state(false, refusal.text)
      this.hold = (refusal.after ?? 0) * 1000
      return false
    }
    this.hold = 0
    const socket = (this.socket = new Socket(`${this.base.replace(/^http/, 'ws')}socket`, {
      hello: () => ({ key: this.key, token: this.token, page: here(), zone, cursor: this.cursor() }),
      cursor: this.cursor,
      heard: (frame) => this.hear(frame),
    }))
    const code = await socket.ended
    this.socket = null
    if (!this.polling) this.on.state(false)
    if (code === 4401) this.refused({ code: 'bad_token' })
    if (code === 4403) this.refused({ code: 'forbidden' })
    return socket.welcomed
  }

  /** Asks over HTTP, and goes on asking while that works and no socket does. */
  async poll() {
    if (this.asking || this.stopped || this.socket?.welcomed) return
    this.asking = true
    clearTimeout(this.next)
    try {
      await this.become()
      const { conversation, seq } = this.cursor()
      const welcome = await this.answer(call(`${this.base}events?${new URLSearchParams({ conversation: conversation ?? '', after: seq, page: here() })}`, { token: this.token }))
      this.polling = !this.socket?.welcomed
      this.hear({ ...welcome, type: 'welcome' })
      if (welcome.audience) this.on.audience(welcome.audience)
      if (this.polling) this.next = setTimeout(() => this.poll(), welcome.more ? 0 : this.seen() ? POLL_SEEN : POLL_UNSEEN)
    } catch {
      this.polling = false
      this.on.state(Boolean(this.socket?.welcomed))
      this.wake()
    }
    this.asking = false
  }

  /** Makes sure of a token. Where another tab was quicker to get one, its visitor is ours. */
  async become() {
    this.token = this.store.get('token')
    if (this.token) return
    const body = { key: this.key, page: here(), zone, referrer: document.referrer.slice(0, 2000) }
    const { token } = await this.answer(call(`${this.base}session`, { body }))
    this.token = this.store.get('token') ?? token
    this.store.set('token', this.token)
  }

  async answer(calling) {
    try {
      return await calling
    } catch (refusal) {
      throw this.refused(refusal)
    }
  }

  /** Deals with a refusal of the visitor and makes it a mere loss to whoever was sending; returns any other refusal as it is. */
  refused(refusal) {
    if (refusal.code === 'forbidden') {
      this.stop()
      this.on.forbidden()
    } else if (refusal.code === 'bad_token') {
      if (this.store.get('token') === this.token) this.store.remove('token')
      this.on.stranger()
    } else return refusal
    return new Refusal({ code: 'lost' })
  }

  hear(frame) {
    if (frame.type === 'audience') return this.on.audience(frame)
    if (frame.type !== 'welcome' && frame.type !== 'events') return
    if (this.socket?.welcomed) {
      this.polling = false
      clearTimeout(this.next)
    }
    this.on.frame(frame)
    this.on.state(true)
  }

  pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.wake = () => { clearTimeout(timer); resolve() }
    })
  }
}

function here() {
  return location.href.slice(0, 2000)
}

/** A message whose frame stays under 16 KiB whatever its letters: the page gives way first. */
export function fit(message) {
  const size = new TextEncoder().encode(JSON.stringify(message)).length
  return size < 16000 ? message : { ...message, page: '' }
}
