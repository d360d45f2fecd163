"""Pushes reach exactly those who may see (SPEC 6.3, 10.4)."""

from hypothesis import given
from hypothesis import strategies as st

from channels_app import topics
from routing.placement import Facts, Reader, Visibility, may_see

people = st.integers(1, 4)
departments = st.integers(1, 4)
facts = st.builds(
    Facts,
    assignee=st.none() | people,
    group=st.none() | departments,
    status=st.just("open"),
    active=st.just(True),
    accepted=st.booleans(),
    seniors=st.lists(people, max_size=2, unique=True).map(tuple),
)
readers = st.builds(
    Reader, id=people, groups=st.frozensets(departments), visibility=st.sampled_from([v.value for v in Visibility])
)


@given(st.none() | facts, facts, readers)
def test_whoever_sees_it_now_or_saw_it_before_is_reached(before: Facts | None, after: Facts, reader: Reader) -> None:
    sees = may_see(after, reader) or (before is not None and may_see(before, reader))
    reached = topics.of_change(before, after, "en") & topics.of_reader(reader, "en")
    assert bool(reached) == sees


@given(facts, readers)
def test_languages_do_not_mix(after: Facts, reader: Reader) -> None:
    assert not topics.of_change(None, after, "ru") & topics.of_reader(reader, "en")


@given(readers)
def test_who_sees_all_listens_once(reader: Reader) -> None:
    if reader.visibility == Visibility.ALL:
        assert topics.of_reader(reader, "en") == {"staff.all.en", topics.operator(reader.id)}


@given(st.none() | facts, facts)
def test_names_fit_the_channel_layer(before: Facts | None, after: Facts) -> None:
    for topic in topics.of_change(before, after, "en"):
        assert topic.replace(".", "").isalnum()
        assert len(topic) < 100
