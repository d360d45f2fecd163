/* Why this operator is given nothing just now: one line beside the status, asked for rarely. */
import { ask } from './http.js'

const EVERY = 60000
const SOON = 1500
const line = document.getElementById('standing')
let timer = 0

/** Look now, and again and again. */
export async function look() {
  clearTimeout(timer)
  timer = setTimeout(look, EVERY)
  try {
    line.textContent = await ask(line.dataset.url)
  } catch (error) {
    // It is a comfort only: whatever is wrong here, the inbox says it elsewhere.
    if (error.status === undefined) throw error
  }
}

/** Something has changed that may be the reason; once for many changes. */
export function soon() {
  clearTimeout(timer)
  timer = setTimeout(look, SOON)
}
