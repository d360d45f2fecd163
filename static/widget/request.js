/* The request form: what to ask, and where to answer. SPEC 7.4 */
import { el, icon } from './dom.js'
import { languages } from './request-words.js'

export { sheet } from './request-style.js'

const DOWN = 'M6 9.5l6 6 6-6'
const AGAIN = 3000
const LIMIT = 4000
// With the contacts and the page's address it has to fit into a frame.
const LIMIT_BYTES = 14000
const EMAIL = /^\S+@\S+\.\S+$/
const PHONE = /^\+?[\d\s().-]{5,31}$/

export class RequestForm {
  /**
   * `draft` is a Shelf that outlives a reload; `on.text(text)` while the text is written, `on.touch()` at any change, `on.chat()` where the
   * visitor would rather talk, `on.request(text, group, contacts, told)` with what has been checked and what to say of it once it is there, `on.draw()` to be told anew what to show.
   */
  constructor({ app, language, draft, on }) {
    Object.assign(this, { words: languages[language] ?? languages.en, app, language, draft, on })
    const contacts = draft.get('contacts') ?? {}
    const { words } = this
    this.text = el('textarea', { id: 'r-text', rows: 3, 'aria-required': 'true' })
    this.group = el('select', { id: 'r-group', className: 'entry' })
    this.name = this.entry('name', { autocomplete: 'name', maxLength: 120, value: contacts.name ?? '' })
    this.email = this.entry('email', { type: 'email', autocomplete: 'email', maxLength: 254, value: contacts.email ?? '' })
    this.phone = this.entry('phone', { type: 'tel', autocomplete: 'tel', maxLength: 32, value: contacts.phone ?? '' })
    this.fields = { text: this.text, group: this.group, email: this.email, phone: this.phone, name: this.name }
    this.groupRow = this.row('group', el('div', { className: 'pick' }, this.group, icon(DOWN)))
    this.back = el('div', { className: 'back', role: 'status' })
    this.emailRow = this.row('email', this.email)
    this.contactRow = el('div', { className: 'pair' }, this.row('phone', this.phone), this.row('name', this.name, words.optional))
    this.button = el('button', { className: 'submit' }, words.send)
    this.form = el('form', { className: 'request', noValidate: true, hidden: true, 'aria-label': words.form,
      oninput: (event) => this.changed(event.target), onsubmit: (event) => { event.preventDefault(); this.submit() } },
    this.back, this.row('text', this.text), this.groupRow, this.emailRow, this.contactRow, this.button)
    this.root = el('div', { className: 'later' }, this.form)
    this.join()
  }

  /** Calls and offers come as a module of their own; the form works without. */
  async join() {
    try {
      const { Later } = await import('./later.js')
      const { app, language, draft, on } = this
      this.later = new Later({ app, language, draft, form: this, draw: on.draw })
      on.draw()
    } catch {
      setTimeout(() => this.join(), AGAIN)
    }
  }

  entry(name, props) {
    return el('input', { id: `r-${name}`, name, className: 'entry', ...props })
  }

  row(name, control, remark) {
    return el('div', {},
      el('label', { htmlFor: `r-${name}` }, this.words[name], remark ? el('i', {}, ` · ${remark}`) : ''),
      control, el('p', { className: 'error', id: `r-${name}-error` }))
  }

  /** The field to go on with: the first that is wrong, or else still empty. */
  get first() {
    const there = Object.values(this.fields).filter((field) => field.getClientRects().length)
    return there.find((field) => field.hasAttribute('aria-invalid')) ?? there.find((field) => !field.value) ?? there[0]
  }

  /**
   * `text`: as written in the chat. `offer`: who takes it. `trouble`: `{field, text}`, what the server has found wrong, or null. `instead`:
   * `request` or `callback`, what a visitor who waits may take instead of waiting.
   */
  update(wanted, { text, offer, trouble, instead }) {
    if (this.text.value !== text) this.text.value = text
    this.choices(offer)
    const alone = wanted && !instead
    const asked = this.later ? this.later.update(alone, { instead, trouble, group: Number(this.group.value) || null }) : alone
    this.form.hidden = !asked
    this.groupRow.hidden = !alone || offer.groups.length < 2
    this.emailRow.hidden = Boolean(this.later?.calling)
    this.button.textContent = this.later?.calling ? this.later.words.send : this.words.send
    const back = alone && offer.chattable
    if (back !== Boolean(this.back.firstChild)) this.back.replaceChildren(...(back ? this.invitation() : []))
    this.back.hidden = !back
    if (asked && trouble && trouble !== this.trouble) this.tell({ [trouble.field === 'contacts' ? 'email' : trouble.field]: trouble.text })
    this.trouble = trouble
    this.fit()
  }

  invitation() {
    return [this.words.back, el('button', { type: 'button', className: 'now', onclick: () => this.on.chat() }, this.words.chat)]
  }

  choices({ groups, group }) {
    const drawn = JSON.stringify(groups)
    if (drawn === this.drawn) return
    const chosen = this.drawn ? this.group.value : String(group?.id ?? '')
    this.drawn = drawn
    this.group.replaceChildren(el('option', { value: '' }, this.words.pick), ...groups.map(({ id, name }) => el('option', { value: id }, name)))
    this.group.value = groups.some(({ id }) => String(id) === chosen) ? chosen : groups.length === 1 ? groups[0].id : ''
  }

  get contacts() {
    const [name, email, phone] = [this.name, this.email, this.phone].map(({ value }) => value.trim())
    return { name, email, phone }
  }

  changed(field) {
    this.on.touch()
    if (field === this.text) {
      this.on.text(this.text.value)
      this.fit()
    } else if (field !== this.group) this.draft.set('contacts', this.contacts)
    // A mistake is told once; while it is being mended it would only be in the way.
    if (field.hasAttribute('aria-invalid')) this.clear(field === this.email || field === this.phone ? ['email', 'phone'] : [field.id.slice(2)])
    if (field === this.group) this.on.draw()
  }

  submit() {
    const { later } = this
    const plain = [this.text.value.trim(), this.contacts]
    const [text, contacts] = later ? later.sign(...plain) : plain
    const errors = this.check(text)
    this.clear(Object.keys(this.fields))
    if (Object.keys(errors).length) return this.tell(errors)
    const told = this.told(contacts)
    later?.leave()
    this.on.request(text, Number(this.group.value) || null, contacts, told)
  }

  /** What to expect now. Spaces within a number would break it between two lines. */
  told({ email, phone }) {
    const { words, later } = this
    const number = phone.replaceAll(' ', '\u00a0')
    return later?.calling ? later.words.called(number, later.slots.when) : words.answer(email || number)
  }

  /** What is wrong, by field. The server looks again. */
  check(text) {
    const { words, later } = this
    const { email, phone } = this.contacts
    const errors = {}
    if (!(later?.instead ? text : this.text.value.trim())) errors.text = words.noText
    else if ([...text].length > LIMIT || new TextEncoder().encode(JSON.stringify(text)).length > LIMIT_BYTES) errors.text = words.tooLong
    if (!this.groupRow.hidden && !this.group.value) errors.group = words.noGroup
    if (later?.calling) {
      if (!later.slots.due) errors.due = later.words.unknown
      if (!phone) errors.phone = later.words.noPhone
    } else if (!email && !phone) errors.email = words.noContacts
    if (!later?.calling && email && !EMAIL.test(email)) errors.email = words.noEmail
    if (phone && !PHONE.test(phone)) errors.phone = words.noPhone
    return errors
  }

  tell(errors) {
    for (const [name, text] of Object.entries(errors)) {
      const field = this.place(name)
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', `${field.id}-error`)
      this.root.querySelector(`#${field.id}-error`).textContent = text
    }
    const [first] = Object.keys(errors)
    this.place(first).focus()
  }

  /** The control that an error stands at; the text's where its own isn't there. */
  place(name) {
    if (name === 'due' && this.later?.calling) this.fields.due = this.later.slots.time
    return this.fields[name]?.getClientRects().length ? this.fields[name] : this.text
  }

  clear(names) {
    for (const name of names) {
      const field = this.fields[name]
      field.removeAttribute('aria-invalid')
      field.removeAttribute('aria-describedby')
      this.root.querySelector(`#${field.id}-error`).textContent = ''
    }
  }

  /** As tall as its text, up to the style sheet's limit. */
  fit() {
    this.text.style.height = 'auto'
    if (this.text.scrollHeight) this.text.style.height = `${this.text.scrollHeight}px`
  }
}
