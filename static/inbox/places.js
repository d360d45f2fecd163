/* Where every live conversation stands, and with that the counts. Knowing each one's number, it can't count a push twice. */

const KEPT = 60000

export class Places {
  constructor() {
    this.known = new Map()
    this.pushes = new Map()
  }

  /** What the server knew when it was asked at `asked`; pushes that came since then may know better. */
  load(places, asked) {
    this.known = new Map(Object.entries(places).map(([id, [tab, seq]]) => [Number(id), { tab, seq }]))
    for (const push of this.since(asked)) this.note(push)
  }

  /** False where something newer is known already. */
  push(push) {
    if ((this.known.get(push.id)?.seq ?? 0) > push.seq) return false
    this.note(push)
    this.pushes.set(push.id, { ...push, came: performance.now() })
    return true
  }

  /** The latest push of each conversation that came after `moment`. */
  since(moment) {
    const old = performance.now() - KEPT
    for (const [id, push] of this.pushes) if (push.came < old) this.pushes.delete(id)
    return [...this.pushes.values()].filter((push) => push.came >= moment)
  }

  counts() {
    const counts = { my: 0, others: 0 }
    for (const { tab } of this.known.values()) if (tab in counts) counts[tab] += 1
    return counts
  }

  note({ id, tab, seq }) {
    if ((this.known.get(id)?.seq ?? 0) < seq) this.known.set(id, { tab, seq })
  }
}
