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


def test_a_message_taken_back_keeps_its_id_when_it_goes_again(run: Run) -> None:
    body = """
    const store = new Store('k')
    const { client_id } = store.keep('a', null, '')
    store.recall(client_id)
    const between = store.names()
    store.keep('a and b', 3, '', { email: 'a@b.example' }, client_id)
    const [again] = store.pending()
    return [between, again.text, again.contacts, again.client_id === client_id]
    """
    assert run(STORE + body) == [[], "a and b", {"email": "a@b.example"}, True]


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
  turned: (message, { code }) => said.push(code),
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


@pytest.mark.parametrize("code", ["choose_group", "request_form", "nobody"])
def test_what_the_visitor_must_be_asked_leaves_everything_pending(run: Run, code: str) -> None:
    body = f"await outbox([{{ code: '{code}', text: 'No' }}]).drain(); return [said, left()]"
    assert run(OUTBOX + body) == [["a", code], ["a", "b", "c"]]


@pytest.mark.parametrize("code", ["contacts", "choose_group", "nobody", "text_too_long"])
def test_a_request_that_is_refused_stays_and_goes_back_to_its_form(run: Run, code: str) -> None:
    body = f"""
    localStorage.clear()
    store.keep('r', 3, '', {{ email: 'a@b.c' }})
    await outbox([{{ code: '{code}' }}]).drain()
    return [said, left()]
    """
    assert run(OUTBOX + body) == [["r", code], ["r"]]


OFFER = """
const { Offer } = await use('offer.js')
const [a, b, c] = ['A', 'B', 'C'].map((name, id) => ({ id, name }))
const at = (mode, ...groups) => ({ mode, groups })
const state = offer => [offer.screen, offer.group?.name ?? null, offer.lost?.name ?? null, offer.target]
const offer = new Offer(at('choice', a, b), null)
"""


@pytest.mark.parametrize(
    ("audience", "screen", "target"),
    [
        ("at('none')", "nobody", None),
        ("at('request', a, b)", "request", None),
        ("at('request', b)", "request", 1),
        ("at('request')", "request", None),
        ("at('direct', b)", "chat", 1),
        ("at('direct')", "chat", None),
        ("at('choice', a, b)", "choice", None),
        ("{ show: false }", "nobody", None),
    ],
)
def test_each_mode_has_its_screen(run: Run, audience: str, screen: str, target: int | None) -> None:
    assert run(OFFER + f"return state(new Offer({audience}, null))") == [screen, None, None, target]
    assert run(OFFER + f"offer.take({audience}); return state(offer)") == [screen, None, None, target]


def test_a_group_that_goes_away_after_it_was_picked_is_named_and_comes_back_picked(run: Run) -> None:
    body = """
    offer.choose(b)
    const told = [state(offer)]
    for (const word of [at('choice', a, c), at('direct', c), at('none'), at('choice', a, b)]) {
      offer.take(word)
      told.push(state(offer))
    }
    return told
    """
    assert run(OFFER + body) == [
        ["chat", "B", None, 1],
        ["choice", None, "B", None],
        ["choice", None, "B", 2],
        ["nobody", None, "B", None],
        ["chat", "B", None, 1],
    ]


def test_a_second_group_asks_nothing_of_somebody_who_is_writing_to_the_first(run: Run) -> None:
    body = """
    const told = [true, false].map(writing => {
      const offer = new Offer(at('direct', a), null)
      offer.take(at('choice', a, b), writing)
      return state(offer)
    })
    return told
    """
    assert run(OFFER + body) == [["chat", "A", None, 0], ["choice", None, None, None]]


def test_a_form_that_is_being_filled_in_stays_when_somebody_comes(run: Run) -> None:
    body = """
    offer.take(at('request', a))
    offer.held = true
    offer.take(at('direct', a))
    const before = offer.screen
    offer.held = false
    return [before, offer.screen]
    """
    assert run(OFFER + body) == ["request", "chat"]


def test_what_was_picked_before_a_reload_is_picked_still(run: Run) -> None:
    body = "return [1, 7].map(id => state(new Offer(at('choice', a, b), id)))"
    assert run(OFFER + body) == [["chat", "B", None, 1], ["choice", None, None, None]]


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
    const names = words => [...Object.keys(words), ...Object.keys(words.notes ?? {})].sort()
    const all = [(await use('words.js')).languages, (await use('request-words.js')).languages]
    return ['en', 'ru'].map(language => all.flatMap(languages => names(languages[language])))
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
