/* Writing to the visitor or a note to colleagues. The text leaves the box only when the server has it. */
import { Draft } from './drafts.js'
import { ask, refused } from './http.js'
import { setting } from './settings.js'
import { text } from './texts.js'

const NEAR_THE_END = 300

export class Composer {
  /**
   * `thread` knows what is on the screen; `done(html, id)` gets the answer, which is the conversation's new head, and
   * `begun(html)` that of the conversation that has begun because the one on the screen is closed.
   */
  constructor(thread, { done, begun }) {
    Object.assign(this, { thread, done, begun })
    this.opened()
  }

  opened() {
    this.form = document.getElementById('composer')
    this.wanted = 'reply'
    this.chosen = false
    if (!this.form) return
    this.find = (selector) => this.form.querySelector(selector)
    this.box = this.find('textarea')
    this.alert = this.find('.composer-alert')
    this.form.onsubmit = (event) => {
      event.preventDefault()
      this.send()
    }
    this.find('[data-anyway]').onclick = () => this.send({ anyway: true })
    for (const button of this.form.querySelectorAll('button[data-mode]')) button.onclick = () => this.write(button.dataset.mode)
    this.box.oninput = () => this.typed()
    this.box.onkeydown = (event) => this.pressed(event)
    this.changed()
  }

  get closed() {
    return document.getElementById('head')?.dataset.status === 'closed'
  }

  /** The head is another one: closed or reopened, or a colleague answers here. */
  changed() {
    if (!this.form) return
    this.form.classList.toggle('is-closed', this.closed)
    this.setMode(this.closed && !this.chosen ? 'note' : this.wanted)
  }

  /** Begin to write in this mode. */
  write(mode) {
    if (!this.form) return
    this.wanted = mode
    // In a closed conversation a note is meant unless somebody says otherwise.
    this.chosen = true
    this.setMode(mode)
    this.box.focus()
  }

  setMode(mode) {
    const name = document.getElementById('head').dataset.answers
    this.find('#composer-about').textContent = name && mode === 'reply' ? text('answers_here', { name }) : ''
    this.hint()
    if (this.mode === mode && this.draft && this.shownFor === this.form) return
    Object.assign(this, { mode, shownFor: this.form, draft: new Draft(this.form.dataset.id, mode) })
    this.form.dataset.mode = mode
    for (const button of this.form.querySelectorAll('button[data-mode]')) {
      button.setAttribute('aria-pressed', String(button.dataset.mode === mode))
    }
    this.box.value = this.draft.text
    this.box.placeholder = text(`${mode}_placeholder`)
    this.find('[type=submit] .label').textContent = text(`send_${mode}`)
    this.say('')
    this.typed()
  }

  hint() {
    this.find('#composer-hint').textContent = text(setting('enter') && !isTouch() ? 'enter_sends' : 'ctrl_enter_sends')
  }

  typed() {
    this.draft.text = this.box.value
    this.box.style.height = 'auto'
    this.box.style.height = `${this.box.scrollHeight}px`
    const left = Number(this.form.dataset.most) - this.box.value.length
    const count = this.find('.composer-count')
    count.hidden = left > NEAR_THE_END
    count.textContent = left
    count.classList.toggle('is-over', left < 0)
  }

  pressed(event) {
    if (event.key !== 'Enter' || event.isComposing) return
    const sends = event.ctrlKey || event.metaKey || (setting('enter') && !event.shiftKey && !isTouch())
    if (!sends) return
    event.preventDefault()
    this.send()
  }

  async send({ anyway = false } = {}) {
    const { form, box, draft, mode } = this
    const said = box.value
    if (!said.trim() || this.busy) return
    if (said.length > Number(form.dataset.most)) return this.say(text('too_long'))
    const seen = anyway ? {} : { seen_seq: this.thread.last }
    this.setBusy(true)
    try {
      const begins = mode === 'reply' && this.closed
      const head = await ask(form.dataset[begins ? 'begin' : mode], { text: said, client_id: draft.idFor(said), ...seen })
      // What was typed while it was on its way is the beginning of the next message.
      draft.text = box.value === said ? '' : box.value
      if (this.form === form && box.value === said) this.clear()
      if (begins) this.begun(head)
      else this.done(head, form.dataset.id)
    } catch (error) {
      this.failed(error, form)
    } finally {
      this.setBusy(false)
    }
  }

  failed(error, form) {
    if (!error.code || error.status === 401 || this.form !== form) return refused(error)
    this.say(error.code === 'unreachable' ? text('not_sent') : error.message, error.code === 'colleague_answered')
    if (error.code === 'colleague_answered') this.thread.fetch()
  }

  clear() {
    this.box.value = ''
    this.typed()
    this.say('')
  }

  setBusy(busy) {
    this.busy = busy
    this.form?.classList.toggle('is-busy', busy)
  }

  say(message, mayInsist = false) {
    this.alert.hidden = !message
    this.alert.querySelector('span').textContent = message
    this.alert.querySelector('button').hidden = !mayInsist
  }
}

/** Where Enter is the only way to a new line. */
function isTouch() {
  return matchMedia('(pointer: coarse)').matches
}
