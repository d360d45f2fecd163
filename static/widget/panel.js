/* What the loader fetches when the chat is wanted. */
import { Talk } from './talk.js'

/** Builds the panel, closed, and connects a visitor who has something to hear or to send. */
export function start(app) {
  const talk = new Talk(app)
  return {
    open: (focus) => talk.open(focus),
    close: () => talk.close(),
    page: (other) => talk.page(other),
  }
}
