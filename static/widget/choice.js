/* Which group the visitor wants: SPEC 2.7. */
import { el, icon } from './dom.js'

const NEXT = 'M9.5 6l6 6-6 6'

export class Choice {
  /** `choose(group)` when one is picked, `choose(null)` when the visitor thinks again. */
  constructor({ words, choose }) {
    Object.assign(this, { words, choose })
    this.root = el('section', { className: 'choice', 'aria-label': words.choose })
    this.chosen = el('p', { className: 'chosen' })
  }

  /** `asking`: the list is wanted. `group`: the one picked for a conversation that has not begun, or null. */
  update(groups, asking, group) {
    // Who is there is told again and again; a list that stays the same must keep the keyboard's place.
    const drawn = JSON.stringify([groups, asking, group])
    if (drawn === this.drawn) return
    this.drawn = drawn
    const { words } = this
    this.root.hidden = !asking
    this.root.replaceChildren(...(asking ? [el('h3', {}, words.choose), ...groups.map((each) => this.option(each))] : []))
    this.chosen.hidden = asking || !group
    this.chosen.replaceChildren(...(group
      ? [`${words.to} `, el('b', {}, group.name), el('button', { type: 'button', className: 'link', onclick: () => this.choose(null) }, words.change)]
      : []))
  }

  option(group) {
    return el('button', { type: 'button', className: 'option', onclick: () => this.choose(group) },
      el('span', { className: 'option-name', dir: 'auto' }, group.name), icon(NEXT))
  }
}
