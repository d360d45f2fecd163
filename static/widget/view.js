/* The panel on the screen: its frame, focus and size. What it shows is said by talk.js. */
import { Choice } from './choice.js'
import { readable } from './color.js'
import { Composer } from './composer.js'
import { el, face, icon, say } from './dom.js'
import { Log } from './log.js'
import { ground, phone, sheet } from './style.js'

const DOWN = 'M6 9.5l6 6 6-6'
const PATIENCE = 1500
const AGAIN = 3000

export class View {
  /**
   * `on`: `send(text)`, `choose(group)`, `again()`, `edit(message)`, `close()`, `end()`, `draw()` to be told anew what to show; and the form's `request`,
   * `touch`, `chat` (request.js).
   */
  constructor({ app, words, language, locale, draft, on }) {
    Object.assign(this, { app, words, language, draft, on, shown: false, screen: 'chat' })
    this.log = new Log({ words, locale, origin: app.origin, again: on.again, edit: on.edit })
    this.composer = new Composer({ words, draft, send: on.send })
    this.choice = new Choice({ words, choose: on.choose })
    this.build()
    app.adopt(sheet)
    app.adopt(this.shades())
    app.root.append(this.root)
    this.phone = matchMedia(phone)
    for (const name of ['resize', 'scroll']) visualViewport?.addEventListener(name, () => this.fit())
  }

  build() {
    const { words, app } = this
    const { title, greeting } = app.boot
    this.shut = el('button', { type: 'button', className: 'close', 'aria-label': words.close, onclick: this.on.close }, icon(DOWN))
    this.end = el('button', { type: 'button', className: 'close', title: words.end, hidden: true, onclick: this.on.end }, icon('M7 7l10 10M7 17L17 7'))
    this.head = el('header', {}, this.end, this.shut)
    this.greeting = el('p', { className: 'greeting', dir: 'auto' }, greeting ?? '')
    this.about = el('p', { className: 'about', role: 'status' })
    this.newer = el('button', { type: 'button', className: 'newer', hidden: true, onclick: () => this.bottom() }, icon(DOWN), words.newer)
    this.scroller = el('div', { className: 'scroller', tabIndex: 0, onscroll: () => this.scrolled() },
      this.greeting, this.log.root, this.about, this.choice.root)
    this.notice = el('p', { className: 'notice', role: 'status' })
    this.root = el('div', { className: 'panel', role: 'dialog', 'aria-label': title || words.log, hidden: true, onkeydown: (event) => this.key(event) },
      this.head, el('div', { className: 'middle' }, this.scroller, this.newer), this.notice, this.choice.chosen, this.composer.root)
    // The site's own shortcuts must not fire while somebody is typing to us.
    for (const name of ['keydown', 'keyup', 'keypress']) this.root.addEventListener(name, (event) => event.stopPropagation())
    this.header(null)
  }

  /** Text in the supervisor's colour on our two grounds. */
  shades() {
    const { boot: { color }, luminance } = this.app
    const shade = (text, under, towards) => `${text}{--accent:${readable(color, under, towards, luminance)}}`
    return shade('.panel', ground.light, '#000000') + `@media (prefers-color-scheme:dark){${shade('.panel', ground.dark, '#ffffff')}}`
  }

  header(operator) {
    const { app, head, end } = this
    const title = app.boot.title ?? ''
    this.log.operator = operator
    // The buttons stay: one may have the focus.
    while (head.firstChild !== end) head.firstChild.remove()
    end.before(
      face(operator?.name ?? title, operator?.photo, app.origin),
      el('div', { className: 'titles' }, el('h2', { dir: 'auto' }, operator?.name ?? title), operator ? el('p', { dir: 'auto' }, title) : ''))
  }

  /** `open`: the next message continues the conversation; `begun`: there is something to look back on. */
  update({ screen, offer, open, begun, operator, trouble, instead, live }) {
    const { activeElement } = this.app.root
    const inside = this.root.contains(activeElement)
    const waited = this.screen === 'wait' && activeElement === this.scroller
    const who = `${operator?.name} ${operator?.photo}`
    if (who !== this.who) this.header(operator)
    this.who = who
    this.tell(screen, offer)
    this.choice.update(offer.groups, screen === 'choice', screen === 'chat' && !open && offer.groups.length > 1 ? offer.group : null)
    this.request(screen === 'request' || instead, { text: this.composer.field.value, offer, trouble, instead })
    this.composer.root.hidden = screen !== 'chat'
    this.end.hidden = !live
    this.composer.field.placeholder = begun && !open ? this.words.writeNew : this.words.write
    if (screen !== this.screen) {
      if (screen === 'chat') this.composer.fit()
      else this.scroller.scrollTop = this.about.offsetTop - 12
    }
    this.screen = screen
    // What had the focus may be gone or moved, or have been awaited.
    if (waited || (inside && !activeElement.getClientRects().length)) this.focus()
    else if (inside && activeElement !== this.app.root.activeElement) activeElement.focus()
  }

  /** Why it is not simply a chat. */
  tell(screen, { lost, chattable }) {
    const { words } = this
    const kept = this.composer.typed ? ` ${words.kept}` : ''
    const text = {
      nobody: words.nobody + kept,
      request: chattable ? '' : words.away,
      choice: lost ? words.lost(lost.name) + kept : '',
    }[screen] ?? ''
    say(this.about, text)
  }

  /** The form comes with its own words and style when it is first wanted. */
  async request(wanted, state) {
    if (this.form) return this.form.update(wanted, state)
    if (!wanted || this.fetching) return
    this.fetching = true
    try {
      const { RequestForm, sheet: more } = await import('./request.js')
      const { app, language, draft, on, composer } = this
      this.form = new RequestForm({ app, language, draft, on: { ...on, text: (text) => composer.put(text) } })
      app.adopt(more)
      this.scroller.append(this.form.root)
      on.draw()
      if (this.eager) this.focus()
    } catch {
      // It can't be fetched just now: until it is there, the line above says what there is to say.
      setTimeout(on.draw, AGAIN)
    }
    this.fetching = false
  }

  /** Runs `draw` and keeps the end in sight if it was; otherwise, where `news`, says that there is more. */
  keep(draw, news) {
    const { near } = this
    draw()
    if (near) this.bottom()
    else if (news) this.newer.hidden = false
  }

  bottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight
    this.newer.hidden = true
  }

  scrolled() {
    if (this.near) this.newer.hidden = true
  }

  get near() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller
    return scrollHeight - scrollTop - clientHeight < 80
  }

  /** A moment without the network isn't worth a line. `trouble`: what the server said. */
  connected(yes, trouble) {
    clearTimeout(this.doubt)
    const show = () => { this.notice.textContent = yes ? '' : trouble || this.words.offline }
    if (yes || !navigator.onLine) show()
    else this.doubt = setTimeout(show, PATIENCE)
  }

  open() {
    this.shown = true
    this.root.hidden = false
    this.root.setAttribute('aria-modal', this.phone.matches)
    this.fit()
    this.composer.fit()
    if (this.log.root.hasChildNodes()) this.bottom()
  }

  /** On a touch screen only the panel gets the focus: the keyboard would cover what is to be read. */
  focus() {
    const first = [this.root.querySelector('.option'), this.form?.first, this.composer.field].find((field) => field?.getClientRects().length)
    this.eager = !first
    if (matchMedia('(pointer: coarse)').matches) this.scroller.focus()
    else (first ?? this.scroller).focus()
  }

  close() {
    const inside = this.root.contains(this.app.root.activeElement)
    this.shown = false
    this.root.hidden = true
    return inside
  }

  key(event) {
    if (event.key === 'Escape' && !event.isComposing) this.on.close()
    if (event.key === 'Tab' && this.phone.matches) this.turn(event)
  }

  /** On a phone the panel is the whole screen: Tab goes round in it. */
  turn(event) {
    const all = [...this.root.querySelectorAll('button, input, select, textarea, a, [tabindex]')].filter((node) => !node.disabled && node.getClientRects().length)
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]]
    if (this.app.root.activeElement !== from) return
    event.preventDefault()
    to.focus()
  }

  /** On a phone the panel is as high as what the keyboard leaves. */
  fit() {
    const { style } = this.root
    if (!this.shown || !this.phone.matches || !visualViewport) {
      style.height = style.top = ''
      return
    }
    style.height = `${visualViewport.height}px`
    style.top = `${visualViewport.offsetTop}px`
  }
}
