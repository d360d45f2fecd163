/* What the server has put into the page for scripts: translated texts and a few settings. */
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? '{}')
const texts = read('texts')

export const config = read('config')

/** The translated text; `%(name)s` is replaced. */
export function text(key, values = {}) {
  return (texts[key] ?? key).replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole)
}
