/* A small house in the browser: conversations that move about, a list that is fetched slowly, pushes that come late, twice
   and mixed up, though in order for each conversation, as a channel layer delivers them. Looks whenever all has come. */
async (seed) => {
  const { List } = await import('/static/inbox/list.js')
  const { Places } = await import('/static/inbox/places.js')
  const TABS = ['my', 'my', 'others', 'archive', null]
  let state = seed
  const chance = (below) => (state = (state * 48271) % 2147483647) % below
  const wait = (least = 0) => new Promise((done) => setTimeout(done, least + chance(4)))

  const truth = new Map()
  const byOrder = (a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]
  const inTab = (tab) => [...truth.values()].filter((c) => c.tab === tab).sort(byOrder)
  const html = ({ id, seq, order, blue }) =>
    `<li class="row${blue ? ' is-blue' : ''}" id="c-${id}" data-id="${id}" data-seq="${seq}" data-order="${order}">` +
    '<a class="row-link"></a></li>'
  const fragment = (tab) => {
    const places = Object.fromEntries([...inTab('my'), ...inTab('others')].map((c) => [c.id, [c.tab, c.seq]]))
    return `<div class="list" data-tab="${tab}"><ol class="rows">${inTab(tab).map(html).join('')}</ol>` +
      `<script type="application/json" id="places">${JSON.stringify(places)}</script></div>`
  }

  const column = document.createElement('section')
  column.innerHTML = fragment('my')
  const list = new List(column, () => null)
  const places = new Places()
  places.load(list.places, 0)
  const deliver = (push) => places.push(push) && list.place(push)

  const fetchList = async () => {
    const asked = performance.now()
    const tab = chance(3) ? list.tab : ['my', 'others', 'archive'][chance(3)]
    const answer = fragment(tab)
    await wait(2)
    if (tab === list.tab) list.sync(answer)
    else list.show(answer)
    places.load(list.places, asked)
    for (const push of places.since(asked)) list.place(push)
  }

  const lines = new Map()
  const send = (push) => {
    const before = lines.get(push.id) ?? Promise.resolve()
    const twice = chance(3) === 0
    lines.set(push.id, before.then(() => wait(chance(2) * 4)).then(() => deliver(push) & (twice && deliver(push))))
  }

  const change = () => {
    const id = 1 + chance(12)
    const seq = (truth.get(id)?.seq ?? 0) + 1
    const now = { id, seq, tab: TABS[chance(TABS.length)], order: [chance(5), -id], blue: chance(2) === 1 }
    truth.set(id, now)
    send({ ...now, html: now.tab && html({ ...now, blue: false }) })
  }

  const row = ({ dataset, classList }) => [Number(dataset.id), Number(dataset.seq), classList.contains('is-blue')]
  const shown = () => ({ rows: [...column.querySelectorAll('.row')].map(row), counts: places.counts() })
  const fact = () => ({
    rows: inTab(list.tab).map((c) => [c.id, c.seq, c.blue]),
    counts: { my: inTab('my').length, others: inTab('others').length },
  })

  const looks = []
  for (let round = 0; round < 25; round += 1) {
    for (let n = 0; n < 4; n += 1) change()
    const fetching = wait().then(fetchList)
    for (let n = 0; n < 3; n += 1) {
      await wait()
      change()
    }
    await fetching
    await Promise.all(lines.values())
    looks.push([shown(), fact()])
  }
  return looks
}
