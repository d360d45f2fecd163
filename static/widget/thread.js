/* Rules 2 and 3 of docs/PROTOCOL.md: which events are new, and when something was missed. No page, no network. */

export class Thread {
  constructor() {
    this.forget()
  }

  forget() {
    this.conversation = null
    this.seen = new Map()
  }

  get cursor() {
    const id = this.conversation?.id ?? null
    return { conversation: id, seq: this.seen.get(id) ?? 0 }
  }

  /** True while the visitor's next message continues what is there. */
  get open() {
    return Boolean(this.conversation) && this.conversation.status !== 'closed'
  }

  /**
   * Takes a `welcome`, `ack` or `events` frame. Returns `{events, missed, begun}`: what to show, in order; true where something is missing
   * and the server must be asked; true where a new conversation begins after another.
   */
  take(frame) {
    const { type, conversation } = frame
    if (!conversation) return { events: [], missed: false, begun: false }
    const begun = Boolean(this.conversation) && !this.seen.has(conversation.id)
    this.enter(conversation)
    const news = []
    for (const event of frame.events ?? [frame.event]) {
      const seq = this.seen.get(conversation.id)
      if (event.seq <= seq) continue
      // A welcome is the server's whole answer: what isn't in it will not come by asking again.
      if (event.seq > seq + 1 && type !== 'welcome') return { events: news, missed: true, begun }
      this.seen.set(conversation.id, event.seq)
      news.push(event)
    }
    return { events: news, missed: false, begun }
  }

  enter(conversation) {
    const known = this.seen.has(conversation.id)
    if (!known) this.seen.set(conversation.id, 0)
    // A late frame neither brings an earlier conversation back nor undoes what a newer frame has said.
    if (!known || (conversation.id === this.conversation.id && conversation.seq >= this.conversation.seq)) this.conversation = conversation
  }
}
