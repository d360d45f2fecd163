/* What one browser remembers of us, shared by its tabs. Where it keeps no storage, memory serves until the page is left. */

/** Named JSON values in one Storage. `open` returns the Storage and may throw, as browsers do where storage is forbidden. */
export class Shelf {
  constructor(open, prefix) {
    this.prefix = prefix
    this.memory = new Map()
    try {
      this.storage = open()
    } catch {
      this.storage = null
    }
  }

  get(name) {
    if (this.memory.has(name)) return this.memory.get(name)
    try {
      return JSON.parse(this.storage.getItem(this.prefix + name))
    } catch {
      return null
    }
  }

  set(name, value) {
    try {
      this.storage.setItem(this.prefix + name, JSON.stringify(value))
      this.memory.delete(name)
    } catch {
      // No storage, or a full one.
      this.memory.set(name, value)
    }
  }

  remove(name) {
    this.memory.delete(name)
    try {
      this.storage.removeItem(this.prefix + name)
    } catch {
      // Nothing was stored, then.
    }
  }

  names() {
    let stored = []
    try {
      stored = Object.keys(this.storage).filter((name) => name.startsWith(this.prefix)).map((name) => name.slice(this.prefix.length))
    } catch {
      // Memory alone answers.
    }
    return [...new Set([...stored, ...this.memory.keys()])]
  }
}

/** The visitor's token, what they have seen, and pending messages: one entry each, so that tabs never overwrite each other's. */
export class Store extends Shelf {
  constructor(key) {
    super(() => window.localStorage, `switchboard:${key}:`)
    this.tab = new Shelf(() => window.sessionStorage, this.prefix)
    this.last = 0
  }

  /** Keeps a message until the server has it, and returns it. `contacts` make it a request. What comes back keeps its `client_id`. */
  keep(text, group, page, contacts, client_id = uuid()) {
    this.last = Math.max(Date.now(), this.last + 1)
    const message = { client_id, text, group, page, contacts, at: this.last }
    this.change(message)
    return message
  }

  change(message) {
    this.set(`pending:${message.client_id}`, message)
  }

  settle(clientId) {
    this.remove(`pending:${clientId}`)
  }

  /** Takes a message back before the server has it, in every tab. */
  recall(clientId) {
    this.settle(clientId)
    this.set(`recalled:${clientId}`, true)
    this.remove(`recalled:${clientId}`)
  }

  /** Every message not yet acknowledged, oldest first, from whichever tab. */
  pending() {
    return this.names()
      .filter((name) => name.startsWith('pending:'))
      .map((name) => this.get(name))
      .filter(Boolean)
      .sort((one, other) => one.at - other.at || (one.client_id < other.client_id ? -1 : 1))
  }

  /** Calls `changed(name)` when another tab has written. */
  watch(changed) {
    addEventListener('storage', (event) => {
      if (event.key?.startsWith(this.prefix)) changed(event.key.slice(this.prefix.length))
    })
  }
}

/** `crypto.randomUUID` exists on secure pages only. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
