/* Which group the visitor wants: SPEC 2.7. */
import { el, icon, say } from './dom.js'

const NEXT = 'M9.5 6l6 6-6 6'

export class Choice {
  /** `choose(group)` when one is picked, `choose(null)` when the visitor thinks again. */
  constructor({ words, choose }) {
    this.choose = choose
    this.options = new Map()
    this.title = el('h3', {}, words.choose)
    this.root = el('section', { className: 'choice', 'aria-label': words.choose }, this.title)
    this.to = el('b')
    this.chosen = el('p', { className: 'chosen' }, `${words.to} `, this.to,
      el('button', { type: 'button', className: 'link', onclick: () => choose(null) }, words.change))
  }

  /** `asking`: the list is wanted. `group`: the one picked for a conversation that has not begun, or null. */
  update(groups, asking, group) {
    this.root.hidden = !asking
    this.list(asking ? groups : [])
    this.chosen.hidden = !group
    say(this.to, group?.name ?? '')
  }

  /** Whoever stays keeps the button: it may be pressed just now, or have the focus. */
  list(groups) {
    for (const [id, option] of this.options) {
      if (groups.some((group) => group.id === id)) continue
      option.remove()
      this.options.delete(id)
    }
    let last = this.title
    for (const group of groups) {
      const option = this.options.get(group.id) ?? this.option()
      this.options.set(group.id, option)
      option.onclick = () => this.choose(group)
      say(option.firstChild, group.name)
      if (last.nextSibling !== option) last.after(option)
      last = option
    }
  }

  option() {
    return el('button', { type: 'button', className: 'option' }, el('span', { className: 'option-name', dir: 'auto' }), icon(NEXT))
  }
}
