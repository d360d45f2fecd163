/* Ending the chat from the visitor's side: asked once more before it is done. SPEC 4.2 */
import { el } from './dom.js'
import { call } from './http.js'

const en = {
  sure: 'End this chat?',
  yes: 'End the chat',
  no: 'Go on',
  failed: 'The server cannot be reached. Please try again.',
}

const ru = {
  sure: 'Завершить этот чат?',
  yes: 'Завершить',
  no: 'Продолжить',
  failed: 'Сервер недоступен. Попробуйте ещё раз.',
}

const sheet = `
.ending{display:flex;flex-wrap:wrap;align-items:center;gap:8px;padding:10px 16px;background:var(--soft);border-bottom:1px solid var(--line)}
.ending p{flex:1 1 120px;overflow-wrap:anywhere}
.panel .ending button{padding:7px 14px;border-radius:10px;background:var(--bg);box-shadow:inset 0 0 0 1px var(--edge)}
.panel .ending .yes{color:var(--accent);font-weight:600}
.ending button:disabled{opacity:.6}
@media (forced-colors:active){.ending button{border:1px solid}}`

let dressed = null

/** Shows the question below the header; where it stands already it only gets the focus. */
export function ask(talk) {
  const { view, app, store } = talk
  const words = view.language === 'ru' ? ru : en
  if (dressed !== view) app.adopt(sheet)
  dressed = view
  view.root.querySelector('.ending')?.remove()
  const said = el('p', { role: 'status' }, words.sure)
  const leave = () => {
    bar.remove()
    view.focus()
  }
  const end = async () => {
    yes.disabled = true
    try {
      const { conversation } = await call(`${app.origin}/w/v1/end`, { token: store.get('token'), body: {} })
      talk.hear({ type: 'events', conversation, events: [] })
      // What there is to say comes as an event, to every tab; by HTTP it has to be asked for.
      talk.connection.ask()
      leave()
    } catch (refusal) {
      yes.disabled = false
      said.textContent = refusal.text || words.failed
    }
  }
  const yes = el('button', { type: 'button', className: 'yes', onclick: end }, words.yes)
  const onkeydown = (event) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    leave()
  }
  const bar = el('div', { className: 'ending', role: 'group', 'aria-label': words.sure, onkeydown }, said, yes,
    el('button', { type: 'button', onclick: leave }, words.no))
  view.head.after(bar)
  yes.focus()
}
