/* What a waiting visitor may take instead, and a call at a chosen time: joins the request form. SPEC 4.7, 5.5, 7.4 */
import { el, say } from './dom.js'
import { languages } from './later-words.js'
import { Slots } from './slots.js'

const sheet = `
.card{display:grid;gap:8px;margin-top:18px;padding:14px;border-radius:14px;background:var(--soft)}
.card p{padding-bottom:2px;font-weight:500}
.panel .card button{padding:10px 14px;border-radius:11px;background:var(--bg);color:var(--accent);font-weight:600;text-align:center;box-shadow:inset 0 0 0 1px var(--edge)}
.panel .card .wait{background:none;box-shadow:none;color:var(--text);font-weight:500}
.panel .card button:hover{box-shadow:inset 0 0 0 1.5px var(--accent)}
.said{overflow-wrap:anywhere}
.said:empty{display:none}
.later>.said:not(:empty){margin-top:18px;padding:10px 14px;border-radius:12px;background:var(--warm);color:var(--warm-text)}
.instead{margin-top:18px;scroll-margin:12px}
.check{display:flex;gap:10px;align-items:center;min-height:24px}
.request .check label{margin:0}
.check input{width:18px;height:18px;margin:0;accent-color:var(--accent)}
.when .pair{grid-template-columns:3fr 2fr}
.panel .request .cancel{justify-self:center;padding:4px 12px}
.panel:has(.instead:not([hidden])) .composer{display:none}
@media (forced-colors:active){.card,.card button{border:1px solid}}`

export class Later {
  /** `form` is the RequestForm that this joins; `draw()` shows anew what there is. */
  constructor({ app, language, draft, form, draw }) {
    const words = languages[language] ?? languages.en
    Object.assign(this, { words, draft, form, draw, open: '', made: '', sent: false })
    app.adopt(sheet)
    this.slots = new Slots({ app, words, language, changed: () => this.fetched() })
    const button = (text, onclick, className = '') => el('button', { type: 'button', className, onclick }, text)
    this.call = button(words.call, () => this.choose('call'))
    this.card = el('section', { className: 'card', hidden: true, 'aria-label': words.card }, el('p', {}, words.card), this.call,
      button(words.leave, () => this.choose('request')), button(words.wait, () => this.choose('wait'), 'wait'))
    this.wish = el('input', { type: 'checkbox', id: 'r-call', onchange: draw })
    this.check = el('div', { className: 'check' }, this.wish, el('label', { htmlFor: 'r-call' }, words.callMe))
    this.said = el('p', { className: 'said', role: 'status' })
    this.remark = el('i', {}, ` · ${form.words.optional}`)
    form.form.querySelector('label').append(this.remark)
    this.cancel = button(words.wait, () => this.choose(''), 'link cancel')
    form.contactRow.before(this.check, this.slots.root)
    form.form.append(this.cancel)
    // A region that was hidden is read out by few: this one is always there.
    this.heard = el('p', { className: 'unseen', role: 'status' })
    form.root.prepend(this.said, this.heard, this.card)
  }

  choose(open) {
    this.open = open === 'wait' ? '' : open
    if (open === 'wait') this.draft.set('waits', this.instead)
    this.said.textContent = ''
    this.draw()
    const { form, card } = this
    this.reveal()
    const next = this.open ? form.first : open ? form.root.getRootNode().querySelector('.composer textarea') : card.querySelector('button:not([hidden])')
    // On a touch screen the keyboard would cover what is to be read.
    if (matchMedia('(pointer: coarse)').matches) form.root.parentElement.focus()
    else next.focus()
  }

  /** Days and times make the form longer, and its button must not slip below the edge. */
  fetched() {
    this.draw()
    this.reveal()
  }

  reveal() {
    if (this.open) this.form.form.scrollIntoView({ block: 'nearest' })
  }

  /** Whether the form is wanted: `alone` where nobody is there, or as the card's answer. */
  update(alone, { instead, trouble, group }) {
    if (trouble && trouble !== this.trouble) this.refused(trouble, instead)
    this.trouble = trouble
    if (!instead) {
      this.open = ''
      this.sent = false
      if (this.instead) this.draft.remove('waits')
    }
    this.instead = instead
    const there = this.card.hidden
    this.card.hidden = !instead || Boolean(this.open) || this.sent || this.draft.get('waits') === instead
    say(this.heard, this.card.hidden ? '' : this.words.card)
    this.call.hidden = instead !== 'callback'
    if (there && !this.card.hidden) this.card.scrollIntoView({ block: 'nearest' })
    this.check.hidden = !alone
    if (alone ? this.wish.checked : this.open === 'call') this.slots.want(instead ? null : group)
    this.slots.root.hidden = alone ? !this.wish.checked : this.open !== 'call'
    this.cancel.hidden = !instead
    this.optional(Boolean(instead))
    return alone || Boolean(this.open)
  }

  /** Whoever waits has written already. */
  optional(yes) {
    const { text, form } = this.form
    this.remark.hidden = !yes
    text.rows = yes ? 2 : 3
    text.setAttribute('aria-required', !yes)
    form.classList.toggle('instead', yes)
  }

  /** The server has refused what was sent: the visitor's own words and choices are as they were. */
  refused({ field, text }, instead) {
    const { form } = this
    form.text.value = form.text.value.replace(this.made, '').trim()
    form.on.text(form.text.value)
    if (this.sent && instead) this.open = this.sent
    else if (this.sent) this.said.textContent = text
    this.sent = false
    if (field === 'due') this.slots.fetch()
  }

  /** True where a call is asked for and there are times for it. */
  get calling() {
    return !this.slots.root.hidden && this.slots.state !== 'none'
  }

  /** What goes out: the text with the wish in words, and the contacts with what the server needs to know. */
  sign(text, contacts) {
    const { words, instead, calling } = this
    const { due } = this.slots
    this.made = calling ? due && words.calling(this.slots.when) : instead && !text ? words.later : ''
    const more = { ...(calling && { due, email: '' }), ...(instead && { offer: true }) }
    return [[text, this.made].filter(Boolean).join('\n'), { ...contacts, ...more }]
  }

  /** It is on its way: until the answer the card would only be asked twice. */
  leave() {
    this.sent = this.instead ? this.open : false
    this.open = ''
    this.wish.checked = false
  }
}
