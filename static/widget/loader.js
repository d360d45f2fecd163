/* The only script a site includes: asks whether to show itself, draws the launcher, and fetches the rest when it is wanted. SPEC 7.1, 7.6 */
(() => {
  const script = document.currentScript
  const key = script && script.dataset.key
  if (!key || window.Switchboard) return

  const origin = new URL(script.src).origin
  const prefix = `switchboard:${key}:`
  const app = { origin, key, boot: null, root: null, launcher: null, luminance, adopt, ask, badge, expanded, show, hide }
  let host = null
  let panel = null
  let loading = null
  let wanted = false
  let hidden = false
  let shown = false
  let opened = false
  let address = location.href
  let judged = here()
  let settling = null

  window.Switchboard = {
    open: () => want(true),
    close: () => want(false),
  }

  /** The page as the rules of pages see it: a fragment makes no other page. */
  function here() {
    return location.href.split('#')[0]
  }

  /** Reads one of our own values; null where there is none or the browser keeps no storage for us. */
  function stored(storage, name) {
    try {
      return JSON.parse(window[storage].getItem(prefix + name))
    } catch {
      return null
    }
  }

  function messagesWait() {
    try {
      return Object.keys(localStorage).some((name) => name.startsWith(prefix + 'pending:'))
    } catch {
      return false
    }
  }

  /** Asks the server whether and how to show on this page; null when the page has been left meanwhile, rejects when the server can't be reached. */
  async function boot() {
    const page = here()
    const knock = (token) => fetch(`${origin}/w/v1/boot?${new URLSearchParams({ key, page: page.slice(0, 2000) })}`, {
      credentials: 'omit',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    })
    let answer = await knock(stored('localStorage', 'token'))
    if (answer.status === 401) answer = await knock(null)
    if (!answer.ok && answer.status !== 403) throw new Error(`boot: ${answer.status}`)
    const told = answer.ok ? await answer.json() : { show: false }
    return page === here() ? told : null
  }

  /** The same once; null where nothing can be learnt just now. */
  function ask() {
    return boot().catch(() => null)
  }

  /** Repeats `work` until it succeeds, while the server restarts or can't be reached: what waits to be sent must not wait for the next page. */
  async function persist(work) {
    for (let delay = 2000; ; delay = Math.min(delay * 2, 300000)) {
      try {
        return await work()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, delay))
      }
    }
  }

  /** Shows the launcher or takes it away, as the server has answered. Once there is a panel, that decides. */
  async function judge(answer) {
    if (!answer || panel || hidden) return
    app.told = Date.now()
    if (!answer.show) wanted = false
    if (!host && answer.show) {
      const asked = wanted
      app.boot = answer
      draw()
      const reopen = stored('sessionStorage', 'open')
      if (asked || reopen || answer.conversation || messagesWait()) await persist(load)
      if (asked || reopen) panel?.open(asked)
    } else if (host) {
      const { mode, groups, conversation } = answer
      Object.assign(app.boot, { mode, groups, conversation })
      show(answer.show)
    }
  }

  /** Puts everything of ours on the page or takes it off, until the next word. */
  function show(yes) {
    shown = yes && !hidden
    if (!shown) host.remove()
    // Beside <body>, not in it: a transformed or replaced body takes nothing of ours along.
    else if (!host.isConnected) document.documentElement.append(host)
  }

  function load() {
    if (loading) return loading
    app.launcher.classList.add('busy')
    loading = import(new URL('panel.js', script.src).href)
      .then((module) => { panel = module.start(app) }, (error) => { loading = null; throw error })
      .finally(() => app.launcher.classList.remove('busy'))
    return loading
  }

  function want(open) {
    // Before the first answer it may still come true; afterwards a page without us has nothing to open.
    wanted = open && (shown || !app.told)
    if (!shown) return
    if (!open) panel?.close()
    // A failed fetch leaves the launcher as it was: another click tries again.
    else load().then(() => wanted && panel.open(true), () => {})
  }

  function draw() {
    host = document.createElement('div')
    host.lang = app.boot.language
    app.root = host.attachShadow({ mode: 'open' })
    const color = /^#[0-9a-f]{6}$/i.test(app.boot.color) ? app.boot.color : '#0b6bcb'
    app.boot.color = color
    adopt(css.replace('COLOR', color).replace('ON', luminance(color) > 0.179 ? '#000000' : '#ffffff'))
    app.launcher = document.createElement('button')
    app.launcher.className = 'launcher'
    app.launcher.type = 'button'
    app.launcher.setAttribute('aria-haspopup', 'dialog')
    app.launcher.append(
      shape('chat', 'M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.6 3.3 6-.1 1-.5 2.1-1.3 3 1.7-.2 3.2-.8 4.4-1.6.8.2 1.7.3 2.6.3 5 0 9-3.4 9-7.7s-4-7.7-9-7.7z'),
      shape('down', 'M6 9.5l6 6 6-6'),
      Object.assign(document.createElement('span'), { className: 'badge' }),
    )
    app.launcher.addEventListener('click', () => want(!opened))
    app.root.append(app.launcher)
    expanded(false)
    show(true)
  }

  function shape(name, path) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('class', name)
    svg.setAttribute('aria-hidden', 'true')
    svg.append(document.createElementNS(svg.namespaceURI, 'path'))
    svg.firstChild.setAttribute('d', path)
    return svg
  }

  /** Adds a style sheet to our shadow tree in a way that a strict `style-src` of the site allows. */
  function adopt(text) {
    try {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      app.root.adoptedStyleSheets = [...app.root.adoptedStyleSheets, sheet]
    } catch {
      // Browsers before 2023 have no such sheets.
      app.root.append(Object.assign(document.createElement('style'), { textContent: text }))
    }
  }

  function label() {
    const russian = app.boot.language === 'ru'
    const count = app.launcher.lastChild.textContent
    const verb = russian ? (opened ? 'Закрыть чат' : 'Открыть чат') : opened ? 'Close the chat' : 'Open the chat'
    app.launcher.setAttribute('aria-label', count ? `${verb}. ${russian ? 'Новых сообщений' : 'New messages'}: ${count}` : verb)
  }

  function badge(count) {
    app.launcher.lastChild.textContent = count ? (count > 99 ? '99+' : count) : ''
    label()
  }

  function expanded(open) {
    wanted = opened = open
    app.launcher.setAttribute('aria-expanded', open)
    label()
  }

  /** Takes everything off the page for good, without a word: SPEC 2.12. */
  function hide() {
    hidden = true
    if (host) show(false)
  }

  /** Relative luminance of `#rrggbb` as WCAG defines it, 0 to 1. */
  function luminance(color) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function moved() {
    if (location.href === address || hidden) return
    address = location.href
    if (shown) show(true)
    // The site sets its title after the address, so the report waits for it; and of addresses that follow each other closely only the last counts.
    clearTimeout(settling)
    settling = setTimeout(report, 300)
  }

  function report() {
    if (hidden) return
    const other = here() !== judged
    judged = here()
    if (panel) return panel.page(other)
    if (other) ask().then(judge)
    const token = stored('localStorage', 'token')
    if (!token) return
    fetch(`${origin}/w/v1/page`, {
      method: 'POST',
      credentials: 'omit',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ page: address.slice(0, 2000), title: document.title.slice(0, 300) }),
    }).catch(() => {
      // A page that wasn't reported costs nobody anything; the next one will be.
    })
  }

  for (const name of ['pushState', 'replaceState']) {
    const original = history[name]
    history[name] = function (...args) {
      const result = original.apply(this, args)
      moved()
      return result
    }
  }
  addEventListener('popstate', moved)
  addEventListener('storage', (event) => {
    // Another tab has begun a conversation: this one has to hear the answers too.
    if (event.key !== prefix + 'token' || !event.newValue || hidden) return
    if (host) persist(load)
    // Where this page shows nothing, the conversation itself is the reason to, once it is there.
    else setTimeout(() => ask().then(judge), 3000)
  })

  const css = `
:host{all:initial!important;direction:ltr!important;display:block!important;position:fixed!important;right:0!important;bottom:0!important;
width:0!important;height:0!important;z-index:2147483647!important;--c:COLOR!important;--on:ON!important}
.launcher{all:unset;box-sizing:border-box;position:fixed;right:20px;bottom:20px;width:56px;height:56px;border-radius:50%;cursor:pointer;
display:grid;place-items:center;background:var(--c);color:var(--on);box-shadow:0 0 0 1px rgb(255 255 255/.18),0 1px 3px rgb(10 20 30/.2),0 8px 24px rgb(10 20 30/.22);
transition:transform .16s ease,box-shadow .16s ease;animation:rise .24s ease-out;-webkit-tap-highlight-color:transparent}
.launcher:hover{transform:scale(1.05)}
.launcher:active{transform:scale(.97)}
.launcher:focus-visible{outline:3px solid var(--c);outline-offset:3px;box-shadow:0 0 0 3px #fff,0 0 0 7px #10161d}
svg{grid-area:1/1;width:27px;height:27px;fill:currentColor;transition:transform .18s ease,opacity .18s ease}
.down{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.launcher[aria-expanded=false] .down,.launcher[aria-expanded=true] .chat{opacity:0;transform:rotate(-30deg) scale(.6)}
.badge{position:absolute;top:-3px;right:-3px;min-width:20px;height:20px;box-sizing:border-box;padding:0 6px;border-radius:10px;
background:#c81e32;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px #fff}
.badge:empty{display:none}
.busy svg{animation:wait 1s ease-in-out infinite alternate}
@keyframes rise{from{opacity:0;transform:translateY(8px) scale(.9)}}
@keyframes wait{to{opacity:.35}}
@media (max-width:480px){.launcher{right:16px;bottom:16px}}
@media (prefers-reduced-motion:reduce){.launcher,svg{transition:none;animation:none}}
@media print{:host{display:none!important}}`

  persist(boot).then(judge)
})()
