/* Addresses in a message become links; everything else stays text. */
import { el } from './dom.js'

const ADDRESS = /https?:\/\/[^\s<>"«»]+/gi
const AFTER = /[.,;:!?'…)\]}]+$/

/** The pieces of `text` for `append`: strings and links that can't reach back to this page. */
export function linked(text) {
  const pieces = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimmed(found)
    if (!parses(address)) continue
    pieces.push(text.slice(from, index), el('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, address))
    from = index + address.length
  }
  pieces.push(text.slice(from))
  return pieces
}

/** Without the sentence's own punctuation; a closing bracket stays where the address opened one. */
function trimmed(address) {
  const tail = AFTER.exec(address)?.[0] ?? ''
  const bare = address.slice(0, address.length - tail.length)
  return tail.startsWith(')') && bare.includes('(') && !bare.includes(')') ? `${bare})` : bare
}

function parses(address) {
  try {
    return Boolean(new URL(address))
  } catch {
    return false
  }
}
