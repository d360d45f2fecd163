/* Rows of a rule's form: the server draws each one; here they are fetched, moved and taken away. */
async function drawn(list, number, what) {
  const address = new URL(list.dataset.address, location.href)
  address.search = new URLSearchParams({ field: list.dataset.rows, n: number, what })
  const failed = list.querySelector('.rule-failed')
  try {
    const answer = await fetch(address, { credentials: 'same-origin' })
    if (!answer.ok) throw new Error(answer.status)
    failed.hidden = true
    const box = document.createElement('div')
    box.innerHTML = await answer.text()
    return box.querySelector('[data-row]')
  } catch {
    failed.hidden = false
    return null
  }
}

/** The theme draws its searching selects when the page is ready; those that come later have to be asked for. */
function wake(row) {
  window.django.jQuery(row).find('.unfold-admin-autocomplete').djangoCustomSelect2()
}

async function add(list) {
  const number = Number(list.dataset.next)
  list.dataset.next = number + 1
  const row = await drawn(list, number, '')
  if (!row) return
  list.querySelector('[data-list]').append(row)
  row.querySelector('[data-what]').focus()
}

async function choose(select) {
  const old = select.closest('[data-row]')
  const number = old.dataset.row.split('-')[1]
  const row = await drawn(old.closest('[data-rows]'), number, select.value)
  if (!row) return
  old.replaceWith(row)
  wake(row)
  row.querySelector('[data-what]').focus()
}

function press(button) {
  const row = button.closest('[data-row]')
  if ('remove' in button.dataset) {
    const add = row.closest('[data-rows]').querySelector('[data-add]')
    row.remove()
    add.focus()
  } else if ('up' in button.dataset) {
    row.previousElementSibling?.before(row)
    button.focus()
  } else if ('down' in button.dataset) {
    row.nextElementSibling?.after(row)
    button.focus()
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('.rule-rows button')
  if (!button) return
  if ('add' in button.dataset) add(button.closest('[data-rows]'))
  else press(button)
})
document.addEventListener('change', ({ target }) => {
  if (target.matches('.rule-rows [data-what]')) choose(target)
  if (target.matches('.rule-rows [data-op]')) {
    const bare = target.dataset.bare.split(' ').includes(target.value)
    target.closest('[data-row]').querySelector('[data-values]').hidden = bare
  }
})
