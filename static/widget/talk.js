/* The conversation as the visitor has it: joins what is kept, what the server says and what is on the screen. */
import { Connection } from './connection.js'
import { Offer } from './offer.js'
import { Outbox } from './outbox.js'
import { Store } from './store.js'
import { Thread } from './thread.js'
import { View } from './view.js'
import { languages } from './words.js'

const WATCH = 20000
const PATIENCE = 1500

/** The panel, closed. */
export const start = (app) => new Talk(app)

class Talk {
  constructor(app) {
    const { language } = app.boot
    this.app = app
    this.words = languages[language] ?? languages.en
    this.store = new Store(app.key)
    this.thread = new Thread()
    this.offer = new Offer(app.boot, this.store.tab.get('group') ?? this.store.pending()[0]?.group)
    this.going = Boolean(app.boot.conversation)
    this.denied = false
    this.trouble = null
    this.delays = new Map()
    this.unread = 0
    const on = {
      send: (text) => this.send(text),
      choose: (group) => this.choose(group),
      again: () => this.outbox.drain(),
      edit: (message) => this.takeBack(message),
      close: () => this.close(),
      request: (...all) => this.request(...all),
      touch: () => { this.offer.held = true },
      chat: () => this.chat(),
      draw: () => this.draw(),
      end: () => import('./end.js').then(({ ask }) => ask(this), () => {}),
    }
    this.view = new View({ app, words: this.words, language, locale: locale(language), draft: this.store.tab, on })
    this.connect()
    this.store.watch((name) => this.elsewhere(name))
    document.addEventListener('visibilitychange', () => this.look())
    this.known = !this.store.get('token') && !this.store.pending().length
    this.pending()
    this.draw()
    if (this.known) return
    this.wait()
    this.connection.start()
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
        audience: (audience) => this.offered(audience),
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
        turned: (message, refusal) => this.turned(message, refusal),
      },
    })
  }

  /** A frame that carries the conversation: welcome, events or ack. */
  hear(frame) {
    const open = this.thread.open
    const { events, missed, begun } = this.thread.take(frame)
    // The next conversation is another choice.
    if (open && !this.thread.open) this.pick(null)
    if (frame.type === 'ack') this.denied = false
    if (frame.type === 'welcome') this.going = false
    for (const { client_id } of [...events, frame]) if (client_id) this.delivered(client_id)
    this.view.keep(() => {
      // Where the last one was seen to close, that line divides the two already.
      if (begun && open) this.view.log.note(this.words.another)
      // The header's operator comes first: the message's picture is taken from there.
      this.draw()
      for (const event of events) this.show(event)
      this.pending()
    }, events.some(fromOthers))
    this.count(events.filter(fromOthers))
    if (missed || frame.more) this.connection.ask()
    if (frame.type !== 'welcome' || frame.more) return
    this.view.log.root.setAttribute('aria-live', 'polite')
    this.outbox.drain()
  }

  show(event) {
    const node = this.view.log.add(event)
    if (event.choices || this.menu) this.menu = import('./menu.js').then(({ ask }) => ask(this, event, node), () => {})
    if (event.kind === 'requested') this.confirming = true
    if (event.kind !== 'message' || !this.confirming) return
    // The text follows the request's own event, and the confirmation belongs under the text.
    this.confirming = false
    const { client_id, told } = this.store.tab.get('answer') ?? {}
    this.view.log.note(this.words.received(client_id === event.client_id && told), 'received')
  }

  delivered(clientId) {
    this.store.settle(clientId)
    this.delays.delete(clientId)
  }

  send(text) {
    this.keep(text, this.continues ? null : this.offer.target)
  }

  request(text, group, contacts, told) {
    this.offer.held = this.denied = false
    this.trouble = null
    const { client_id } = this.keep(text, group, contacts)
    this.store.tab.set('answer', { client_id, told })
    this.view.composer.put('')
    this.draw()
    this.view.focus()
  }

  keep(text, group, contacts) {
    const { store } = this
    const message = store.keep(text, group, location.href.slice(0, 2000), contacts, store.get('again') ?? undefined)
    store.remove('again')
    this.pending()
    this.view.bottom()
    this.connection.start()
    this.outbox.drain()
    return message
  }

  takeBack(message) {
    this.store.settle(message.client_id)
    this.pending()
    this.view.composer.restore(message.text)
    this.draw()
  }

  /** What waits can't be sent as it is: the server wants a group, the form, or something mended in it. */
  turned({ contacts }, { code, text, field, groups }) {
    const { offer } = this
    const taking = contacts?.offer
    this.going = false
    this.denied = !taking
    if (code === 'request_form') offer.take({ mode: 'request', groups }, true)
    if (code === 'nobody') offer.take({}, true)
    if (code === 'choose_group') {
      offer.take({ mode: !contacts ? (groups.length > 1 ? 'choice' : 'direct') : offer.mode === 'none' ? 'request' : offer.mode, groups }, true)
      if (!contacts) return this.ask()
    }
    offer.held = Boolean(contacts) && !taking
    if (contacts) this.trouble = { field: code === 'choose_group' ? 'group' : field || 'text', text }
    this.reclaim()
  }

  /** A pending message needs a group; where one is left and none was picked, that is it. */
  ask() {
    const { groups, screen } = this.offer
    if (screen === 'choice') this.view.keep(() => this.draw(), true)
    else this.address(groups[0] ?? null)
  }

  /** What waits becomes a draft again. Where nobody looks it goes on waiting: it would be lost with the tab, and somebody may come. */
  reclaim() {
    if (!this.looked) return
    const waiting = this.store.pending().filter(({ refused }) => !refused)
    const { composer } = this.view
    composer.put([...waiting.map(({ text }) => text), composer.field.value].filter(Boolean).join('\n'))
    // Not the tab's own: where a tab is doubled, the id must not go out with two texts.
    if (waiting.length) this.store.set('again', waiting[0].client_id)
    for (const { client_id, contacts } of waiting) {
      if (contacts) this.store.tab.set('contacts', contacts)
      this.store.recall(client_id)
      this.delays.delete(client_id)
      this.view.log.drop(client_id)
    }
    this.draw()
  }

  choose(group) {
    this.pick(group)
    this.address(group)
    this.view.focus()
  }

  pick(group) {
    this.offer.choose(group)
    this.store.tab.set('group', group && group.id)
  }

  address(group) {
    this.denied = false
    for (const message of this.store.pending()) this.store.change({ ...message, group: group && group.id })
    this.draw()
    this.outbox.drain()
  }

  /** Somebody has come while the form was being filled in, and the visitor would rather talk. */
  chat() {
    this.offer.held = false
    this.draw()
    this.view.focus()
  }

  /** Whom a new conversation would reach, as of now. What waits may go now. */
  offered(audience) {
    this.known = true
    this.app.told = Date.now()
    this.offer.take(audience, this.view.composer.typed)
    this.draw()
    if (this.offer.chattable && this.store.pending().length) this.outbox.drain()
  }

  /** Offers nothing before the server's next word, unless that is late. */
  wait() {
    this.known = false
    setTimeout(() => { this.known = true; this.draw() }, PATIENCE)
  }

  /** Without a session nobody tells us who is there, so we ask. */
  async refresh() {
    if (this.connection.running) return
    const answer = await this.app.ask()
    if (answer && !this.connection.running) this.offered(answer)
  }

  /** The site has gone to another page. `other`: to one that the rules of pages may see otherwise. */
  page(other) {
    if (this.connection.running) this.connection.page()
    else if (other) this.refresh()
  }

  /** True while the next message continues the conversation, as far as is known. */
  get continues() {
    return !this.denied && (this.thread.conversation ? this.thread.open : this.going)
  }

  /** `nobody`, `request`, `choice`, `chat` or, for a moment, `wait`. */
  get screen() {
    if (this.continues || this.store.pending().some(({ contacts }) => contacts)) return 'chat'
    const { screen } = this.offer
    if (this.denied || screen === 'nobody') return screen
    // After a closed conversation the visitor just writes, and the server answers with what there is at that moment.
    if (this.thread.conversation) return 'chat'
    // A field that flashed up and went would leave the next keys to what came instead.
    return this.known ? screen : 'wait'
  }

  draw() {
    const { offer, continues, thread } = this
    this.view.update({
      screen: this.screen,
      offer,
      open: continues,
      begun: Boolean(thread.conversation),
      operator: thread.open ? thread.conversation.operator : null,
      trouble: this.trouble,
      instead: thread.conversation?.offer,
      live: thread.conversation?.active,
    })
    this.app.show(continues || offer.mode !== 'none' || this.view.shown || this.unread > 0)
  }

  get looked() {
    return this.view.shown && document.visibilityState === 'visible'
  }

  pending() {
    this.view.log.pending(this.store.pending(), this.delays)
  }

  /** The token was dropped or replaced: whoever we are now, the server will tell from the beginning. */
  begin() {
    this.thread.forget()
    this.going = this.denied = false
    this.draw()
  }

  /** Another tab has written to the store. */
  elsewhere(name) {
    if (name.startsWith('pending:')) this.view.keep(() => this.pending(), false)
    if (name.startsWith('recalled:')) this.view.log.drop(name.slice(9))
    if (name === 'seen') this.count([])
    if (name === 'token' && this.store.get('token')) {
      this.connection.changed()
      this.connection.start()
    }
  }

  open(focus) {
    if (!this.connection.running && Date.now() - this.app.told > WATCH) this.wait()
    this.view.open()
    this.store.tab.set('open', true)
    this.app.expanded(true)
    this.draw()
    if (focus) this.view.focus()
    this.look()
    this.connection.ask()
    clearInterval(this.watch)
    this.watch = setInterval(() => this.looked && this.refresh(), WATCH)
  }

  close() {
    const inside = this.view.close()
    this.store.tab.remove('open')
    this.app.expanded(false)
    clearInterval(this.watch)
    this.draw()
    if (inside) this.app.launcher.focus()
  }

  /** What is on a screen that is looked at has been read; and what nobody would take back before is asked again. */
  look() {
    if (!this.looked) return
    this.refresh()
    if (this.store.pending().length) this.outbox.drain()
    if (this.thread.conversation) this.read()
  }

  read() {
    this.store.set('seen', this.thread.cursor)
    this.count([])
  }

  count(news) {
    const { conversation, seq } = this.store.get('seen') ?? {}
    const here = this.thread.cursor
    this.unread = conversation === here.conversation && seq >= here.seq ? 0 : this.unread
    this.unread += news.filter((event) => conversation !== here.conversation || event.seq > seq).length
    if (news.length && this.looked) this.read()
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
