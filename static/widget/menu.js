/* The choices of a menu as buttons under its message: SPEC 5.8. Without this module the message names them in words. */
import { el } from './dom.js'

const sheet = `
.menu{display:flex;flex-direction:column;gap:8px;margin:8px 0 2px;min-width:min(240px,70vw)}
.panel .menu button{display:flex;gap:12px;padding:10px 14px;border-radius:12px;background:var(--bg);box-shadow:inset 0 0 0 1px var(--edge);overflow-wrap:anywhere;transition:background .12s}
.panel .menu button:hover{background:var(--soft)}
.menu b{flex:none;min-width:1ch;color:var(--accent);font-weight:600}
@media (forced-colors:active){.menu button{border:1px solid}}`

// After that the server takes no choice any more.
const PATIENCE = 60000

let dressed = null

/** Called with the menu's own event and each one after it, in their order: the buttons stay until something else is said. */
export function ask(talk, { choices, text }, node) {
  const { view } = talk
  for (const old of view.log.root.querySelectorAll('.menu')) old.remove()
  if (!choices) return
  if (dressed !== view) view.app.adopt(sheet)
  dressed = view
  const drop = (focus) => {
    menu.remove()
    if (focus) view.focus()
  }
  const choose = (label) => {
    talk.send(label)
    drop(true)
  }
  const menu = el('div', { className: 'menu', role: 'group' }, ...choices.map(({ number, label }) =>
    el('button', { type: 'button', onclick: () => choose(label) }, el('b', {}, String(number)), el('span', { dir: 'auto' }, label))))
  view.keep(() => {
    // The last lines of the text say the same as the buttons.
    node.querySelector('.text').textContent = text.split('\n').slice(0, -choices.length).join('\n')
    node.querySelector('.meta').before(menu)
  }, false)
  setTimeout(() => drop(menu.contains(view.app.root.activeElement)), PATIENCE)
}
