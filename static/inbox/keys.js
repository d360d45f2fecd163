/* The keyboard. Single keys can be switched off in the help (WCAG 2.1.4). */
import { showDialog } from './menus.js'
import { setting } from './settings.js'

export function start({ list, composer, navigate }) {
  const step = (by) => () => {
    const links = [...list.rows.querySelectorAll('.row-link')]
    const at = links.findIndex((link) => link === document.activeElement)
    const from = at >= 0 ? at : links.findIndex((link) => link.hasAttribute('aria-current'))
    links[Math.min(links.length - 1, Math.max(0, from + by))]?.focus()
  }
  const press = (key) => () => {
    const button = document.querySelector(`#head [data-key=${key}]:not(:disabled)`)
    if (button?.getClientRects().length) button.click()
  }
  const end = () => press(document.querySelector('#head details[open] [data-key=end-open]') ? 'end-open' : 'end')()
  const actions = {
    j: step(1),
    k: step(-1),
    r: () => composer.write('reply'),
    n: () => composer.write('note'),
    t: press('take'),
    e: end,
    p: press('postpone'),
    w: press('why'),
    1: () => navigate.tab('my'),
    2: () => navigate.tab('others'),
    3: () => navigate.tab('archive'),
    '?': () => showDialog('help'),
  }
  const arrows = { ArrowDown: step(1), ArrowUp: step(-1) }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    if (isTyping(event.target)) return event.key === 'Escape' && event.target.blur()
    const inList = event.target.closest('.side')
    const action = (inList && arrows[event.key]) || (setting('keys') && actions[letter(event)])
    if (!action) return
    event.preventDefault()
    action()
  })
}

/** By place on the keyboard, so that a Russian layout has the same shortcuts. */
function letter({ key, code, shiftKey }) {
  if (key === '?' || (shiftKey && code === 'Slash')) return '?'
  if (shiftKey) return ''
  return /^Key[A-Z]$/.test(code) ? code.at(-1).toLowerCase() : key
}

function isTyping(target) {
  return target.matches('input, textarea, select, [contenteditable]')
}
