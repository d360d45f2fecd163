/* The field at the foot: grows with the text, keeps the draft, sends on Enter. */
import { el, icon } from './dom.js'

const LIMIT = 4000
const NEAR = 3600
const ARROW = 'M4.5 12h14M12.5 5.5L19 12l-6.5 6.5'

export class Composer {
  /** `send(text)` gets trimmed text of 1 to 4,000 characters. `draft` is a Shelf that outlives a reload. */
  constructor({ words, draft, send }) {
    Object.assign(this, { words, draft, send })
    this.field = el('textarea', {
      rows: 1,
      enterKeyHint: 'send',
      'aria-label': words.message,
      'aria-describedby': 'count',
      oninput: () => this.changed(),
      onkeydown: (event) => this.key(event),
    })
    this.button = el('button', { className: 'send', title: words.send, 'aria-label': words.send }, icon(ARROW))
    this.count = el('p', { className: 'count', id: 'count', role: 'status' })
    this.root = el('form', { className: 'composer', onsubmit: (event) => { event.preventDefault(); this.submit() } },
      el('div', { className: 'field' }, this.field, this.button), this.count)
    this.put(draft.get('draft') ?? '')
  }

  /** The text's length in characters as the server counts them. */
  get length() {
    return [...this.field.value.trim()].length
  }

  /** True where something is being written. */
  get typed() {
    return this.length > 0
  }

  key(event) {
    // Enter also confirms a word in Chinese or Japanese input; it must not send then.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    this.submit()
  }

  submit() {
    const text = this.field.value.trim()
    if (!text || this.length > LIMIT) return
    this.put('')
    this.field.focus()
    this.send(text)
  }

  /** Adds a text that came back to what is being written. */
  restore(text) {
    this.put([this.field.value, text].filter(Boolean).join('\n'))
    this.field.focus()
  }

  put(text) {
    this.field.value = text
    this.changed()
  }

  changed() {
    const { length } = this
    this.draft.set('draft', this.field.value)
    this.button.disabled = !length || length > LIMIT
    this.count.textContent = length > LIMIT ? this.words.over(length - LIMIT) : length >= NEAR ? this.words.left(LIMIT - length) : ''
    this.count.classList.toggle('over', length > LIMIT)
    this.fit()
  }

  /** As tall as its text, up to the style sheet's limit. */
  fit() {
    this.field.style.height = 'auto'
    if (this.field.scrollHeight) this.field.style.height = `${this.field.scrollHeight}px`
  }
}
