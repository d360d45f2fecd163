/* One WebSocket from its hello to its end. */
import { Refusal } from './http.js'

const PING = 25000
const PATIENCE = 10000

export class Socket {
  /** `hello` and `cursor` are functions; `heard(frame)` gets every frame that isn't the answer to a delivery. `ended` resolves to the closing code. */
  constructor(address, { hello, cursor, heard }) {
    Object.assign(this, { cursor, heard, welcomed: false, waiting: new Map() })
    this.ended = new Promise((resolve) => { this.resolve = resolve })
    this.expect()
    try {
      this.wire = new WebSocket(address)
    } catch {
      // A site's security policy may forbid it.
      this.end(0)
      return
    }
    this.wire.onopen = () => this.put({ type: 'hello', ...hello() })
    this.wire.onmessage = (message) => this.hear(JSON.parse(message.data))
    this.wire.onclose = (event) => this.end(event.code)
  }

  /** Sends a `message` or a `request`; resolves to the `ack` frame, rejects with Refusal. */
  deliver(type, message) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.end(0), PATIENCE)
      this.waiting.set(message.client_id, { resolve, reject, late })
      this.put({ type, ...message })
    })
  }

  ping() {
    this.put({ type: 'ping', cursor: this.cursor() })
    this.expect()
  }

  put(frame) {
    if (this.wire?.readyState === WebSocket.OPEN) this.wire.send(JSON.stringify(frame))
  }

  /** Silence from now on means that nobody is there: a dead network closes no socket by itself. */
  expect() {
    this.silence ||= setTimeout(() => this.end(0), PATIENCE)
  }

  hear(frame) {
    clearTimeout(this.silence)
    this.silence = null
    if (frame.type === 'welcome' && !this.welcomed) {
      this.welcomed = true
      this.beat = setInterval(() => this.ping(), PING)
    }
    const waiting = (frame.type === 'ack' || frame.type === 'error') && this.waiting.get(frame.client_id)
    if (!waiting) return this.heard(frame)
    this.waiting.delete(frame.client_id)
    clearTimeout(waiting.late)
    if (frame.type === 'ack') waiting.resolve(frame)
    else waiting.reject(new Refusal(frame))
  }

  end(code) {
    clearInterval(this.beat)
    clearTimeout(this.silence)
    if (this.wire) {
      this.wire.onopen = this.wire.onmessage = this.wire.onclose = null
      this.wire.close()
    }
    for (const { reject, late } of this.waiting.values()) {
      clearTimeout(late)
      reject(new Refusal({ code: 'lost' }))
    }
    this.waiting.clear()
    this.resolve(code)
  }
}
