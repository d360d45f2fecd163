"""The widget's rules one by one, in a real browser: cursor, storage, links, shades, words. docs/PROTOCOL.md"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import NewPage

Run = Callable[[str], Any]


@pytest.fixture
def run(new_page: NewPage) -> Run:
    """Runs the body of an async function that may `await use('thread.js')`; the value it returns."""
    page = new_page()
    page.goto("/static/widget/words.js")
    page.evaluate("() => { window.use = name => import('/static/widget/' + name) }")
    return lambda body: page.evaluate(f"(async () => {{ {body} }})()")


THREAD = """
const { Thread } = await use('thread.js')
const thread = new Thread()
const frame = (type, id, seqs, last = Math.max(...seqs), status = 'open') =>
  ({ type, conversation: { id, status, seq: last }, events: seqs.map(seq => ({ seq })) })
const take = (...given) => {
  const { events, missed, begun } = thread.take(frame(...given))
  return [events.map(({ seq }) => seq), missed, begun, thread.cursor.conversation, thread.cursor.seq]
}
"""


def test_the_next_event_is_shown_and_an_old_one_ignored(run: Run) -> None:
    took = run(THREAD + "return [take('events', 7, [1]), take('events', 7, [1]), take('events', 7, [2, 3])]")
    assert took == [[[1], False, False, 7, 1], [[], False, False, 7, 1], [[2, 3], False, False, 7, 3]]


def test_a_gap_shows_nothing_beyond_it_and_asks(run: Run) -> None:
    took = run(THREAD + "return [take('events', 7, [1, 3, 4]), take('welcome', 7, [2, 3, 4])]")
    assert took == [[[1], True, False, 7, 1], [[2, 3, 4], False, False, 7, 4]]


def test_what_a_welcome_leaves_out_is_not_asked_for_again(run: Run) -> None:
    assert run(THREAD + "return take('welcome', 7, [2, 5])") == [[2, 5], False, False, 7, 5]


def test_another_conversation_begins_at_its_first_event(run: Run) -> None:
    took = run(THREAD + "take('events', 7, [1, 2]); return [take('events', 8, [1]), take('events', 7, [3])]")
    assert took == [[[1], False, True, 8, 1], [[3], False, False, 8, 1]]


def test_a_late_frame_does_not_bring_back_an_earlier_state(run: Run) -> None:
    status = run(
        THREAD + "take('events', 7, [1, 2], 2, 'closed'); take('events', 7, [1], 1, 'open'); return thread.open"
    )
    assert status is False


STORE = """
const { Store } = await use('store.js')
localStorage.clear()
const texts = store => store.pending().map(({ text }) => text)
"""


def test_pending_messages_keep_their_order_and_their_id(run: Run) -> None:
    body = """
    const store = new Store('k')
    const [first] = ['a', 'b', 'c'].map(text => store.keep(text, null, ''))
    store.change({ ...first, group: 3 })
    const again = new Store('k').pending()
    return [again.map(({ text }) => text), again[0].client_id === first.client_id, again[0].group,
            Object.keys(localStorage).every(name => name.startsWith('switchboard:k:pending:'))]
    """
    assert run(STORE + body) == [["a", "b", "c"], True, 3, True]


def test_two_contact_points_on_one_site_share_nothing(run: Run) -> None:
    assert run(STORE + "new Store('one').keep('a', null, ''); return texts(new Store('two'))") == []


def test_a_full_storage_is_no_reason_to_lose_a_message(run: Run) -> None:
    body = """
    const real = Storage.prototype.setItem
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }
    const store = new Store('k')
    store.keep('in memory', null, '')
    Storage.prototype.setItem = real
    store.keep('in storage', null, '')
    const both = texts(store)
    store.settle(store.pending()[0].client_id)
    return [both, texts(store)]
    """
    assert run(STORE + body) == [["in memory", "in storage"], ["in storage"]]


def test_ids_are_uuids_on_pages_without_https_as_well(run: Run) -> None:
    body = "crypto.randomUUID = undefined; return new Store('k').keep('a', null, '').client_id"
    id_ = run(STORE + f"Object.defineProperty(crypto, 'randomUUID', {{ writable: true }}); {body}")
    assert [len(part) for part in id_.split("-")] == [8, 4, 4, 4, 12]
    assert id_[14] == "4"
    assert id_[19] in "89ab"


OUTBOX = """
const { Outbox } = await use('outbox.js')
const { Refusal } = await use('http.js')
const { Store } = await use('store.js')
localStorage.clear()
const store = new Store('k')
const said = []
const outbox = answers => new Outbox({ store, deliver: async message => {
  said.push(message.text)
  const answer = answers.shift()
  if (answer) throw new Refusal(answer)
  return {}
}, on: {
  sent() {},
  delayed: (message, text) => said.push(text),
  refused: () => said.push(store.pending()[0].refused),
  choose: groups => said.push(groups),
} })
for (const text of ['a', 'b', 'c']) store.keep(text, null, '')
const left = () => store.pending().map(({ text }) => text)
"""


def test_messages_are_sent_in_order_and_then_forgotten(run: Run) -> None:
    assert run(OUTBOX + "await outbox([]).drain(); return [said, left()]") == [["a", "b", "c"], []]


def test_a_lost_connection_keeps_the_rest_in_order(run: Run) -> None:
    assert run(OUTBOX + "await outbox([null, { code: 'lost' }]).drain(); return [said, left()]") == [
        ["a", "b"],
        ["b", "c"],
    ]


def test_a_refusal_is_told_and_lets_the_others_pass(run: Run) -> None:
    body = "await outbox([{ code: 'text_too_long', text: 'Too long' }]).drain(); return [said, left()]"
    assert run(OUTBOX + body) == [["a", "Too long", "b", "c"], ["a"]]


def test_a_delay_is_told_and_holds_the_others_back(run: Run) -> None:
    body = """
    await outbox([{ code: 'too_many', text: 'Wait', retry: true, after: 0.05 }]).drain()
    const before = [...said]
    await new Promise(resolve => setTimeout(resolve, 400))
    return [before, said, left()]
    """
    assert run(OUTBOX + body) == [["a", "Wait"], ["a", "Wait", "a", "b", "c"], []]


def test_a_missing_group_leaves_everything_pending(run: Run) -> None:
    body = "await outbox([{ code: 'choose_group', groups: [1, 2] }]).drain(); return [said, left()]"
    assert run(OUTBOX + body) == [["a", [1, 2]], ["a", "b", "c"]]


@pytest.mark.parametrize(
    "color", ["#000000", "#ffffff", "#ffd400", "#0b6bcb", "#7f7f7f", "#ff0000", "#00ff00", "#b3261e"]
)
def test_every_colour_becomes_readable(run: Run, color: str) -> None:
    body = """
    const { readable } = await use('color.js')
    const { ground } = await use('style.js')
    const luminance = color => {
      const [r, g, b] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16) / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (...pair) => {
      const [low, high] = pair.map(luminance).sort((one, other) => one - other)
      return (high + 0.05) / (low + 0.05)
    }
    const pairs = [[ground.light, '#000000'], [ground.dark, '#ffffff']]
    return pairs.map(([under, towards]) => contrast(readable(COLOR, under, towards, luminance), under))
    """
    assert min(run(body.replace("COLOR", f"'{color}'"))) >= 4.5


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example.", ["https://a.example"]),
        (
            "(see http://a.example/x_(y)) and https://b.example/?q=1!",
            ["http://a.example/x_(y)", "https://b.example/?q=1"],
        ),
        ("«https://пример.рф/путь»", ["https://пример.рф/путь"]),
        ("javascript:alert(1) data:text/html,x ftp://a.example", []),
        ("https:// http://", []),
        ('https://a.example/"onmouseover="x', ["https://a.example/"]),
    ],
)
def test_links(run: Run, text: str, links: list[str]) -> None:
    body = "const { linked } = await use('links.js'); const pieces = linked(TEXT);"
    found, joined = run(
        body.replace("TEXT", repr(text)) + "const texts = pieces => pieces.map(piece => piece.textContent ?? piece);"
        "return [texts(pieces.filter(piece => piece.href)), texts(pieces).join('')]"
    )
    assert found == links
    assert joined == text


def test_both_languages_say_the_same_things(run: Run) -> None:
    keys = run("""
    const { languages: { en, ru } } = await use('words.js')
    const names = words => [...Object.keys(words), ...Object.keys(words.notes)].sort()
    return [names(en), names(ru)]
    """)
    assert keys[0] == keys[1]


def test_a_message_of_any_letters_fits_into_a_frame(run: Run) -> None:
    size, page = run("""
    const { fit } = await use('connection.js')
    const [text, page] = ['🙂'.repeat(4000), 'https://a.example/' + 'x'.repeat(1900)]
    const message = fit({ client_id: crypto.randomUUID(), text, group: 1, page })
    return [new TextEncoder().encode(JSON.stringify({ type: 'message', ...message })).length, message.page]
    """)
    assert (size <= 16 * 1024, page) == (True, "")


def test_delays_grow_to_half_a_minute(run: Run) -> None:
    body = (
        "const { delay } = await use('connection.js'); return [1, 2, 3, 4, 7, 40].map(failures => delay(failures, 0.5))"
    )
    assert run(body) == [500, 1000, 2000, 4000, 30000, 30000]
