/* What has been typed and not sent, for each conversation and kind. It survives reloads, and so does its `client_id`:
   sending the same text again after a lost answer is the same message. A changed text is another message. */
import { uuid } from './uuid.js'

const KEPT = 200
const PREFIX = 'inbox.draft.'

export class Draft {
  constructor(id, mode) {
    this.key = `${PREFIX}${id}.${mode}`
  }

  get text() {
    return read(this.key).text ?? ''
  }

  set text(text) {
    if (!text) localStorage.removeItem(this.key)
    else write(this.key, { ...read(this.key), text, at: Date.now() })
  }

  /** The id under which this very text is sent. */
  idFor(text) {
    const known = read(this.key)
    if (known.sent === text && known.client_id) return known.client_id
    const client_id = uuid()
    write(this.key, { text, sent: text, client_id, at: Date.now() })
    return client_id
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {}
  } catch {
    return {}
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // The storage is full or switched off: the text is still in the box, only a reload would lose it.
  }
  forgetOld()
}

function forgetOld() {
  const drafts = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  if (drafts.length <= KEPT) return
  drafts.sort((a, b) => (read(a).at ?? 0) - (read(b).at ?? 0))
  for (const key of drafts.slice(0, drafts.length - KEPT)) localStorage.removeItem(key)
}
