/* The inbox: puts the parts together. Buttons are htmx's; lists, timeline and writing are in the files beside this one. */
import { Around } from './around.js'
import * as category from './category.js'
import * as clock from './clock.js'
import { Composer } from './composer.js'
import * as due from './due.js'
import * as ending from './ending.js'
import { csrf, logIn, parsed, refusal, refused } from './http.js'
import * as keys from './keys.js'
import { List } from './list.js'
import * as menus from './menus.js'
import { Navigate } from './navigate.js'
import { Places } from './places.js'
import * as settings from './settings.js'
import * as shown from './shown.js'
import { Socket } from './socket.js'
import * as standing from './standing.js'
import { config, text } from './texts.js'
import { Thread } from './thread.js'
import { toast } from './toast.js'
import * as transfer from './transfer.js'

const places = new Places()
let navigate = null
const list = new List(document.querySelector('.side'), () => navigate?.id ?? null)

const socket = new Socket(`${location.origin.replace(/^http/, 'ws')}/ws/inbox/`, config.pulse, {
  frame: (frame) => hear[frame.type]?.(frame),
  state: connected,
  loggedOut: logIn,
})
const thread = new Thread(socket, () => navigate.open(thread.id, { push: false }))
const around = new Around({ changed: () => composer.changed(), gone: () => gone() })
const composer = new Composer(thread, {
  done: (head, id) => Number(id) === around.id && acted(head),
  begun: (head) => navigate.open(Number(parsed(head).querySelector('[data-id]').dataset.id)),
})
navigate = new Navigate(list, { opened, listed })

const hear = {
  row: placed,
  thread: (frame) => thread.push(frame),
  pulse: ({ counts }) => differ(counts) && navigate.refresh(),
  alert: ({ id, visitor, text: said }) => toast(text(said ? 'alert' : 'alert_plain', { id, visitor, text: said }), 'alert'),
  reload: () => Promise.all([navigate.refresh(), thread.id && navigate.open(thread.id, { push: false })]),
  error: ({ code, text: said }) => (code === 'not_found' ? gone() : toast(said, 'bad')),
}

function placed(push) {
  if (push.notice) toast(push.notice)
  if (!places.push(push)) return
  list.place(push)
  if (push.tab === 'my' || push.was === 'my') standing.soon()
  showCounts()
  if (push.id !== thread.id) return
  if (push.tab === null) return gone(push.notice)
  thread.expect(push.seq)
  if (around.seq < push.seq) around.later()
}

/** A list has come that the server was asked for at `asked`; what was pushed since then goes on top of it. */
function listed(asked) {
  places.load(list.places, asked)
  for (const push of places.since(asked)) list.place(push)
  list.mark()
  showCounts()
}

function opened() {
  thread.opened()
  composer.opened()
}

/** After one's own action: the answer is the new head, and with its number what must still come. */
function acted(head) {
  around.show(head)
  followUp(parsed(head).querySelector('#head'))
}

function followUp(head = around.head) {
  thread.expect(Number(head.dataset.seq))
  if (!socket.online) {
    around.later()
    navigate.refresh()
  }
}

/** `known`: it has been said already. */
function gone(known = null) {
  if (!thread.id) return
  if (!known) toast(text('gone'))
  navigate.close()
}

function differ(counts) {
  const own = places.counts()
  return counts.my !== own.my || counts.others !== own.others
}

function showCounts() {
  for (const [tab, count] of Object.entries(places.counts())) document.querySelector(`[data-count=${tab}]`).textContent = count
}

function connected(state) {
  const sign = document.getElementById('connection')
  sign.dataset.state = state
  sign.querySelector('span').textContent = text(state)
  if (state === 'online') catchUp()
}

/** What changed while nobody listened would be missing. */
function catchUp() {
  navigate.refresh()
  thread.catchUp()
  around.later()
}

document.addEventListener('htmx:configRequest', ({ detail }) => {
  detail.headers['X-CSRFToken'] = csrf()
})
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  // The head belongs to the conversation that was open when the button was pressed.
  const fresh = detail.target.id === 'head' && detail.serverResponse.match(/id="head" data-id="(\d+)" data-seq="(\d+)"/)
  if (!fresh) return
  const { id, seq } = detail.target.dataset
  if (fresh[1] !== id || Number(fresh[2]) < Number(seq)) detail.shouldSwap = false
})
document.addEventListener('htmx:afterSettle', ({ target, detail }) => {
  clock.draw(target)
  if (detail.elt.id === 'status') standing.look()
  if (detail.elt.id !== 'head') return
  composer.changed()
  followUp()
  if (document.activeElement === document.body) detail.elt.querySelector('h1').focus({ preventScroll: true })
})
for (const kind of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(kind, ({ detail }) => {
    menus.closeMenus()
    const error = refusal(detail.xhr.status, detail.xhr.responseText)
    if (error.status === 401 || !shown.tell(detail.elt, error.message)) refused(error)
    category.refused(error.code, detail.elt)
    if (detail.xhr.status === 410) return navigate.close()
    // What was refused was asked for by a screen that is behind.
    around.later()
    navigate.refresh()
  })
}
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-earlier]')
  if (button) thread.earlier(button)
  // A visitor's link must not take the inbox's place.
  const link = target.closest('.said-text a')
  if (link) Object.assign(link, { target: '_blank', rel: 'noopener noreferrer nofollow' })
})
document.addEventListener('change', ({ target }) => {
  if (target.matches('#panel select')) target.dataset.chosen = ''
})
document.addEventListener('submit', ({ target }) => {
  if (target.matches('[data-languages]')) target.elements.next.value = location.pathname + location.search
})

clock.start()
due.start(list)
ending.start()
settings.start(() => composer.changed())
menus.start()
transfer.start()
keys.start({ list, composer, navigate })
places.load(list.places, 0)
list.mark()
socket.start()
standing.look()
// Where the socket stays away, by looking again and again.
setInterval(() => socket.online || catchUp(), config.pulse * 1000)
