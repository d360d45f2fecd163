/* The protocol's HTTP calls. */

/** The server's refusal, or `code: 'lost'` when no answer came. `retry`: the same may succeed later, `after` seconds from now. `field`: what of a request is wrong. */
export class Refusal extends Error {
  constructor({ code, text = '', retry = false, after = null, groups = [], field = '' }) {
    super(code)
    Object.assign(this, { code, text, retry, after, groups, field })
  }
}

/** The body of a successful answer, or null where it has none; throws Refusal. */
export async function call(address, { token = null, body = null } = {}) {
  const headers = {}
  if (token) headers.Authorization = `Bearer ${token}`
  if (body) headers['Content-Type'] = 'application/json'
  let answer
  let content
  try {
    answer = await fetch(address, {
      method: body ? 'POST' : 'GET',
      body: body && JSON.stringify(body),
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(10000),
    })
    content = await answer.text()
  } catch {
    throw new Refusal({ code: 'lost' })
  }
  const parsed = parse(content)
  if (answer.ok) return parsed
  // What a proxy says on its own while the server restarts isn't the server's word.
  throw new Refusal(parsed?.code ? parsed : { code: 'lost' })
}

function parse(content) {
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}
