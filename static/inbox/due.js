/* What was promised for a time: red and on top from that moment on, without a word from the server. */

export function start(list) {
  const look = () => {
    for (const time of document.querySelectorAll('.row:not(.is-due) [data-due]')) if (Date.parse(time.dateTime) <= Date.now()) rise(list, time)
  }
  look()
  setInterval(look, 1000)
}

function rise(list, time) {
  const row = time.closest('.row')
  const [, ...rest] = row.dataset.order.split(',')
  row.classList.add('is-due')
  row.dataset.order = [Date.parse(time.dateTime) * 1000, ...rest].join(',')
  list.insert(row)
}
