/* The socket of docs/INBOX_SOCKET.md: keeps itself open, proves its own life, tells when it came and went. */
import { uuid } from './uuid.js'

const ANSWER = 10000
const LONGEST = 15000
const LET_NOBODY_IN = 4403

/** The wait in milliseconds before the next attempt, after so many failures in a row. */
export function delay(failures, chance = Math.random()) {
  return Math.min(LONGEST, 500 * 2 ** Math.max(0, failures - 1)) * (0.7 + 0.6 * chance)
}

export class Socket {
  /** `on.frame(frame)`, `on.state("connecting" | "online" | "offline")`, `on.loggedOut()`. `every` is in seconds. */
  constructor(url, every, on) {
    Object.assign(this, { url, every, on, failures: 0, socket: null, online: false, tab: tabId() })
    addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.hurry())
    // A page in the back/forward cache must not keep its lease; it connects anew when it is shown.
    addEventListener('pagehide', () => this.socket?.close())
    addEventListener('pageshow', (event) => event.persisted && this.hurry())
  }

  start() {
    clearTimeout(this.again)
    const socket = new WebSocket(this.url)
    this.socket = socket
    socket.onopen = () => this.pulse('hello')
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data))
    socket.onclose = ({ code }) => this.lost(socket, code)
  }

  /** True where it could be handed to the network. */
  send(frame) {
    if (!this.online) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  hear(frame) {
    if (frame.type === 'pulse') {
      clearTimeout(this.deadline)
      clearTimeout(this.next)
      // Set from here and not by the pulse itself: browsers slow down timers that set each other in a hidden tab
      // until the lease runs out.
      this.next = setTimeout(() => this.pulse('pulse'), this.every * 1000)
      const came = !this.online
      this.online = true
      this.failures = 0
      if (came) this.on.state('online')
    }
    this.on.frame(frame)
  }

  pulse(type) {
    const { socket } = this
    if (socket.readyState !== WebSocket.OPEN) return
    socket.send(JSON.stringify({ type, tab: this.tab }))
    clearTimeout(this.deadline)
    // A dead network closes nothing by itself.
    this.deadline = setTimeout(() => this.lost(socket, 0), ANSWER)
  }

  lost(socket, code) {
    if (socket !== this.socket) return
    this.socket = null
    this.online = false
    socket.onclose = socket.onmessage = null
    socket.close()
    clearTimeout(this.deadline)
    clearTimeout(this.next)
    if (code === LET_NOBODY_IN) return this.on.loggedOut()
    this.failures += 1
    this.on.state(this.failures > 1 ? 'offline' : 'connecting')
    this.again = setTimeout(() => this.start(), delay(this.failures))
  }

  /** The network may be back, or the machine has woken up: find out now. */
  hurry() {
    if (this.online) this.pulse('pulse')
    else if (!this.socket) this.start()
  }
}

function tabId() {
  const id = sessionStorage.getItem('inbox.tab') ?? uuid()
  sessionStorage.setItem('inbox.tab', id)
  return id
}
