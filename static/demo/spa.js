/* A site of one document: addresses change by pushState, and the title after them, as in most such sites. */
function show() {
  for (const part of document.querySelectorAll('[data-path]')) {
    part.hidden = part.dataset.path !== location.pathname
    if (!part.hidden) document.title = part.dataset.title
  }
  for (const link of document.querySelectorAll('[data-spa]')) {
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-spa]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  show()
  scrollTo(0, 0)
})
addEventListener('popstate', show)
