/* The site's own buttons that open the chat. */
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-open-chat]')) window.Switchboard?.open()
})
