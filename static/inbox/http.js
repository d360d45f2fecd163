/* Asking the server from scripts. htmx does the same for buttons; both end in `refused` where something goes wrong. */
import { text } from './texts.js'
import { toast } from './toast.js'

const PATIENCE = 15000

/** The server said no: `code` for programs, `message` for people. `status` is 0 where there was no answer at all. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message)
    Object.assign(this, { status, code })
  }
}

/** The answer's text, with its headers; throws Refusal. `form` makes it a POST. */
export async function ask(url, form = null) {
  let response
  try {
    response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: { 'HX-Request': 'true', ...(form && { 'X-CSRFToken': csrf() }) },
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch {
    throw new Refusal(0, 'unreachable', text('unreachable'))
  }
  const body = await response.text()
  if (!response.ok) throw refusal(response.status, body)
  return body
}

export function refusal(status, body) {
  if (!status) return new Refusal(0, 'unreachable', text('unreachable'))
  try {
    const said = JSON.parse(body)
    return new Refusal(status, said.code, said.text ?? '')
  } catch {
    return new Refusal(status, status === 404 ? 'gone' : 'failed', text(status === 404 ? 'gone' : 'failed'))
  }
}

/** What every refusal has in common: without a session there is nothing to do but to log in. */
export function refused(error) {
  if (!(error instanceof Refusal)) throw error
  if (error.status === 401) logIn()
  else toast(error.message, 'bad')
}

export function logIn() {
  location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search)}`)
}

/** Read each time: logging in again in another tab gives a new one. */
export function csrf() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ''
}

/** The elements that a piece of the server's HTML holds. */
export function parsed(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content
}
