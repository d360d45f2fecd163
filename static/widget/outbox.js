/* Sends what is pending, in order, one at a time, until nothing is. Rules 1 and 5 of docs/PROTOCOL.md */

const TAB_PATIENCE = 5000
const TURNED = ['choose_group', 'request_form', 'nobody']

export class Outbox {
  /**
   * `deliver(message)` resolves to the ack. `on.sent(frame)`, `on.delayed(message, text)`, `on.refused()`; `on.turned(message, refusal)` where
   * something else has to be asked of the visitor first: everything stays pending.
   */
  constructor({ store, deliver, on }) {
    Object.assign(this, { store, deliver, on })
    this.busy = this.again = false
  }

  async drain() {
    clearTimeout(this.timer)
    if (this.busy) {
      this.again = true
      return
    }
    this.busy = true
    do {
      this.again = false
      await alone(`${this.store.prefix}send`, () => this.run())
    } while (this.again)
    this.busy = false
  }

  async run() {
    for (let message; (message = this.store.pending().find(({ refused }) => !refused)); ) {
      try {
        const frame = await this.deliver(message)
        this.store.settle(message.client_id)
        this.on.sent(frame)
      } catch (refusal) {
        if (!this.passed(message, refusal)) return
      }
    }
  }

  /** True where the messages after this one may go. */
  passed(message, refusal) {
    const { code, text, retry, after } = refusal
    if (code === 'lost') return false
    if (retry) {
      this.timer = setTimeout(() => this.drain(), (after ?? 5) * 1000)
      this.on.delayed(message, text)
      return false
    }
    if (message.contacts || TURNED.includes(code)) {
      this.on.turned(message, refusal)
      return false
    }
    this.store.change({ ...message, refused: text || code })
    this.on.refused()
    return true
  }
}

/** Runs `work` while no other tab does. One that was put to sleep is not waited for: doubles are harmless, silence is not. */
async function alone(name, work) {
  if (!navigator.locks) return work()
  let begun = false
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(TAB_PATIENCE) }, () => {
      begun = true
      return work()
    })
  } catch (error) {
    if (begun) throw error
    await work()
  }
}
