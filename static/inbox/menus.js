/* Menus (details), dialogs and the panel's drawer: opening, closing, and where the focus goes. */
import { draw } from './clock.js'
import { show } from './shown.js'

export function start() {
  document.addEventListener('toggle', ({ target, newState }) => newState === 'open' && opened(target), true)
  document.addEventListener('click', clicked)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') escaped()
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by && event.target.closest('[data-menu]')) walk(event, by)
  })
  document.addEventListener('htmx:afterRequest', ({ detail }) => {
    // What only looks something up goes on.
    if (detail.successful && detail.requestConfig.verb === 'post') detail.elt.closest('dialog[open]')?.close()
  })
}

/** Close what is open; true where there was something. */
export function closeMenus(except = null) {
  const open = [...document.querySelectorAll('details.menu[open]')].filter((menu) => menu !== except && !menu.contains(except))
  for (const menu of open) menu.open = false
  return open
}

export function showDialog(id) {
  const dialog = document.getElementById(id)
  if (!dialog.open) dialog.showModal()
}

function opened(menu) {
  if (!menu.matches?.('details.menu')) return
  closeMenus(menu)
  menu.querySelector('[data-menu] .menu-item')?.focus()
  if (menu.dataset.load) htmx.ajax('GET', menu.dataset.load, { target: menu.querySelector('.menu-body'), swap: 'innerHTML' })
}

/** The arrows go round in a menu of choices. */
function walk(event, by) {
  const items = [...event.target.closest('[data-menu]').querySelectorAll('.menu-item')]
  event.preventDefault()
  items.at((items.indexOf(event.target) + by) % items.length).focus()
}

function clicked({ target }) {
  closeMenus(target)
  const opener = target.closest('[data-dialog], [data-show]')
  if (opener) {
    closeMenus()
    if (opener.dataset.show) show(opener)
    else showDialog(opener.dataset.dialog)
  }
  if (target.closest('[data-cancel]') || target.matches('dialog')) target.closest('dialog').close()
  if (target.closest('[data-panel]')) togglePanel()
}

function escaped() {
  // The browser closes it by itself, and nothing behind it.
  if (document.querySelector('dialog[open]')) return
  const [menu] = closeMenus()
  if (menu) menu.querySelector('summary').focus()
  else if (document.body.classList.contains('has-panel')) togglePanel()
}

/** Where it is a drawer; beside the conversation it is there anyway. */
export function showPanel() {
  if (!document.body.classList.contains('has-panel') && !document.getElementById('panel').offsetParent) togglePanel()
}

function togglePanel() {
  const open = document.body.classList.toggle('has-panel')
  document.querySelector('.panel-toggle')?.setAttribute('aria-expanded', String(open))
  const panel = document.getElementById('panel')
  if (open) {
    draw(panel)
    panel.querySelector('button').focus()
  } else {
    document.querySelector('.panel-toggle')?.focus()
  }
}
