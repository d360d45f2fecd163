/* Short news at the edge of the screen. Read out by screen readers; stays longer the more there is to read. */
const box = document.getElementById('toasts')

export function toast(message, kind = 'plain') {
  if (!message) return
  const line = document.createElement('p')
  line.className = `toast is-${kind}`
  line.textContent = message
  box.append(line)
  lift()
  setTimeout(() => line.remove(), 4000 + message.length * 50)
}

/** Above open dialogs, which z-index does not reach: whoever came last stands highest. */
function lift() {
  if (box.matches(':popover-open')) box.hidePopover()
  box.showPopover()
}
