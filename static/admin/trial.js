/* A portion that does not come: say so, and leave the link by which the trial goes on. */
function failed({ target }) {
  const progress = target.closest('#trial-progress')
  if (!progress) return
  progress.classList.add('is-failed')
  progress.querySelector('.trial-failed').hidden = false
}

for (const what of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) document.addEventListener(what, failed)
