/* The conversation as the visitor has it: joins what is kept, what the server says and what is on the screen. */
import { Connection } from './connection.js'
import { Outbox } from './outbox.js'
import { Store } from './store.js'
import { Thread } from './thread.js'
import { View } from './view.js'
import { languages } from './words.js'

export class Talk {
  constructor(app) {
    const { language } = app.boot
    this.app = app
    this.words = languages[language] ?? languages.en
    this.store = new Store(app.key)
    this.thread = new Thread()
    this.groups = app.boot.groups ?? []
    this.group = this.groups.find(({ id }) => id === this.store.tab.get('group')) ?? null
    this.going = Boolean(app.boot.conversation)
    this.delays = new Map()
    this.unread = 0
    const on = {
      send: (text) => this.send(text),
      choose: (group) => this.choose(group),
      again: () => this.outbox.drain(),
      edit: (message) => this.takeBack(message),
      close: () => this.close(),
    }
    this.view = new View({ app, words: this.words, locale: locale(language), draft: this.store.tab, on })
    this.connect()
    this.store.watch((name) => this.elsewhere(name))
    document.addEventListener('visibilitychange', () => this.look())
    this.known = !this.store.get('token') && !this.store.pending().length
    this.pending()
    this.draw()
    if (!this.known) this.connection.start()
  }

  connect() {
    const { app, store } = this
    this.connection = new Connection({
      origin: app.origin,
      key: app.key,
      store,
      cursor: () => this.thread.cursor,
      seen: () => this.view.shown,
      on: {
        frame: (frame) => this.hear(frame),
        state: (connected, trouble) => this.view.connected(connected, trouble),
        stranger: () => this.begin(),
        forbidden: () => app.hide(),
      },
    })
    this.outbox = new Outbox({
      store,
      deliver: (message) => this.connection.deliver(message),
      on: {
        sent: (frame) => this.hear(frame),
        delayed: (message, text) => { this.delays.set(message.client_id, text); this.pending() },
        refused: () => this.pending(),
        choose: (groups) => this.ask(groups),
      },
    })
  }

  /** A frame that carries the conversation: welcome, events or ack. */
  hear(frame) {
    const open = this.thread.open
    const { events, missed, begun } = this.thread.take(frame)
    // The next conversation is another choice.
    if (open && !this.thread.open) this.group = null
    for (const { client_id } of [...events, frame]) if (client_id) this.delivered(client_id)
    this.view.keep(() => {
      // Where the last one was seen to close, that line divides the two already.
      if (begun && open) this.view.log.note(this.words.another)
      // The header's operator comes first: the message's picture is taken from there.
      this.draw()
      for (const event of events) this.view.log.add(event)
      this.pending()
    }, events.some(fromOthers))
    this.count(events.filter(fromOthers))
    if (missed || frame.more) this.connection.ask()
    if (frame.type === 'welcome') this.welcomed(frame)
  }

  welcomed({ conversation, more }) {
    if (more) return
    this.known = true
    this.going = this.thread.open
    if (!conversation) this.draw()
    this.view.log.root.setAttribute('aria-live', 'polite')
    this.outbox.drain()
  }

  delivered(clientId) {
    this.store.settle(clientId)
    this.delays.delete(clientId)
  }

  send(text) {
    const [only = null] = this.groups.length === 1 ? this.groups : []
    const group = this.continues ? null : (this.group ?? only)
    this.store.keep(text, group && group.id, location.href.slice(0, 2000))
    this.pending()
    this.view.bottom()
    this.connection.start()
    this.outbox.drain()
  }

  takeBack(message) {
    this.store.settle(message.client_id)
    this.pending()
    this.view.composer.restore(message.text)
  }

  /** The server needs a group for what is pending. */
  ask(groups) {
    this.going = false
    this.groups = groups ?? this.groups
    this.group = null
    if (this.groups.length > 1) {
      this.refusedGroup = true
      this.view.keep(() => this.draw(), true)
    } else this.choose(this.groups[0] ?? null)
  }

  choose(group) {
    this.group = group
    this.refusedGroup = false
    this.store.tab.set('group', group && group.id)
    for (const message of this.store.pending()) this.store.change({ ...message, group: group && group.id })
    this.draw()
    this.view.focus()
    this.outbox.drain()
  }

  /** True while the next message continues the conversation, as far as is known. */
  get continues() {
    return !this.refusedGroup && (this.thread.conversation ? this.thread.open : this.going)
  }

  /**
   * True where a group must be chosen before anything is written. After a closed conversation the visitor just writes, and the server
   * answers with the groups of that moment; and while a known visitor's welcome is awaited, nothing should flash up.
   */
  get choiceFirst() {
    return this.refusedGroup || (this.known && !this.thread.conversation)
  }

  draw() {
    const { groups, group, continues } = this
    this.view.update({
      groups,
      asking: groups.length > 1 && !group && !continues && this.choiceFirst,
      group: groups.length > 1 && !continues ? group : null,
      open: continues,
      begun: Boolean(this.thread.conversation),
      operator: this.thread.open ? this.thread.conversation.operator : null,
    })
  }

  pending() {
    this.view.log.pending(this.store.pending(), this.delays)
  }

  /** The token was dropped or replaced: whoever we are now, the server will tell from the beginning. */
  begin() {
    this.thread.forget()
    this.going = false
    this.draw()
  }

  /** Another tab has written to the store. */
  elsewhere(name) {
    if (name.startsWith('pending:')) this.view.keep(() => this.pending(), false)
    if (name === 'seen') this.count([])
    if (name === 'token' && this.store.get('token')) {
      this.connection.changed()
      this.connection.start()
    }
  }

  open(focus) {
    this.view.open(focus)
    this.store.tab.set('open', true)
    this.app.expanded(true)
    this.look()
    this.connection.ask()
  }

  close() {
    const inside = this.view.close()
    this.store.tab.remove('open')
    this.app.expanded(false)
    if (inside) this.app.launcher.focus()
  }

  /** What is on a screen that is looked at has been read. */
  look() {
    if (!this.view.shown || document.visibilityState !== 'visible' || !this.thread.conversation) return
    this.store.set('seen', this.thread.cursor)
    this.count([])
  }

  count(news) {
    const { conversation, seq } = this.store.get('seen') ?? {}
    const here = this.thread.cursor
    this.unread = conversation === here.conversation && seq >= here.seq ? 0 : this.unread
    this.unread += news.filter((event) => conversation !== here.conversation || event.seq > seq).length
    if (news.length) this.look()
    if (!this.view.shown || !this.unread) this.app.badge(this.unread)
  }
}

function fromOthers({ kind, author }) {
  return kind === 'message' && author !== 'visitor'
}

/** The visitor's own regional habits where they are of the language shown. */
function locale(language) {
  return navigator.language?.startsWith(language) ? navigator.language : language
}
