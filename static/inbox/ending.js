/* The end that silence brings: said in the head from the moment on that the server has named, and read out once. */
import { text } from './texts.js'

export function start() {
  look()
  setInterval(look, 1000)
}

function look() {
  const ending = document.querySelector('#head [data-from]')
  if (!ending || Date.parse(ending.dataset.from) > Date.now()) return
  const shown = ending.querySelector('.ending-shown')
  if (!shown.hidden) return
  shown.hidden = false
  ending.querySelector('[role=status]').textContent = text('ends_soon')
}
