/* Elements without markup: text can only ever become text. */

/** An element; `props` are properties where it has them (`onclick`), attributes otherwise (`aria-label`). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (name in node) node[name] = value
    else node.setAttribute(name, value)
  }
  node.append(...children.filter((child) => child !== null))
  return node
}

/** The same said again touches nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** A line drawing, 24 by 24, in the colour of the text around it. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(svg.namespaceURI, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** A person's picture, or the first letters of the name while there is none or it can't be loaded. */
export function face(name, photo, origin) {
  const letters = (name.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 2).map((word) => [...word][0]).join('').toUpperCase()
  const node = el('span', { className: 'face', 'aria-hidden': 'true' }, letters)
  if (!photo) return node
  const picture = el('img', { alt: '', src: new URL(photo, origin).href })
  picture.onerror = () => picture.remove()
  node.append(picture)
  return node
}
