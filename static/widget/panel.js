/* What the loader fetches when the chat is wanted. */
export { start } from './talk.js'
