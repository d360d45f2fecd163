/* Whom the visitor can reach while no conversation is open: SPEC 2.7, 2.11. No page, no network. */

export class Offer {
  /** `chosen`: the id of the group that this visitor has picked before, or null. */
  constructor({ mode = 'none', groups = [] }, chosen) {
    Object.assign(this, { mode, groups, lost: null, held: false })
    this.group = groups.find(({ id }) => id === chosen) ?? null
  }

  /** The server's latest word. `writing`: there is text, which must not change its reader unasked. */
  take({ mode = 'none', groups = [] }, writing) {
    const there = (group) => groups.find(({ id }) => id === group?.id) ?? null
    const [first = null] = this.mode === 'direct' ? this.groups : []
    const wanted = this.group ?? this.lost ?? (writing && mode === 'choice' ? there(first) : null)
    this.group = there(wanted)
    this.lost = this.group ? null : wanted
    Object.assign(this, { mode, groups })
  }

  choose(group) {
    this.group = group
    this.lost = null
  }

  /** What to send as `group`: null where there is nothing to choose from. */
  get target() {
    return (this.group ?? (this.groups.length === 1 ? this.groups[0] : null))?.id ?? null
  }

  get chattable() {
    return this.mode === 'direct' || this.mode === 'choice'
  }

  /** `nobody`, `request`, `choice` or `chat`. A form that is being filled in (`held`) stays until the visitor says otherwise. */
  get screen() {
    if (this.mode === 'none') return 'nobody'
    if (this.held || !this.chattable) return 'request'
    if (this.group || !this.groups.length) return 'chat'
    // Whoever had picked a group that is gone is asked even where one other is left.
    return this.groups.length > 1 || this.lost ? 'choice' : 'chat'
  }
}
