/* What the loader fetches when the chat is wanted. */
import { Talk } from './talk.js'

/** Builds the panel, closed, and connects a visitor who has something to hear or to send: `open(focus)`, `close()`, `page(other)`. */
export const start = (app) => new Talk(app)
