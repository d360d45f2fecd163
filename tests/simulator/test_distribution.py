"""Who would get it, by the policy of the channel and for this client (SPEC 2.13, 3.3, 3.6, 3.7)."""

from datetime import timedelta

import pytest

from helpdesk.actions import assignments
from helpdesk.models import Contact, ContactPoint, Conversation, DistributionPolicy, Operator, Visitor
from helpdesk.simulator.afterwards import afterwards, given_out, queue
from helpdesk.simulator.answer import Answer, Talk
from helpdesk.snapshots.policies import with_people
from routing.audience import Mode
from routing.traces import as_data, replay
from tests.conftest import World
from tests.simulator.conftest import set_up
from tests.simulator.test_answer import ask, said


def general(**fields: object) -> None:
    DistributionPolicy.objects.filter(contact_point=None).update(**fields)


def own(world: World, **fields: object) -> DistributionPolicy:
    return DistributionPolicy.objects.create(contact_point=world.site, **fields)


def only(answer: Answer) -> Talk:
    [talk] = answer.talks
    return talk


@pytest.fixture
def skodas(dealership: World) -> World:
    """Anna, Boris and Gleb sell them, to anybody."""
    set_up(dealership.skoda, regions=[])
    return dealership


def test_the_algorithm_of_the_channel_decides(skodas: World) -> None:
    Operator.objects.filter(pk=skodas.gleb.pk).update(limit=9)
    assert only(ask(skodas, "/skoda/")).trace.chosen == skodas.anna.pk
    own(skodas, algorithm="most_free")
    answer = ask(skodas, "/skoda/")
    assert only(answer).trace.chosen == skodas.gleb.pk
    assert given_out(answer) == ["All members of the group take part.", "Who of them: most free slots."]


def test_only_participants_are_asked(skodas: World) -> None:
    own(skodas).operators.set([skodas.boris, skodas.vera])
    answer = ask(skodas, "/skoda/")
    trace = only(answer).trace
    assert trace.chosen == skodas.boris.pk
    assert (skodas.anna.pk, "not_participant") in {(one.operator, one.reason) for one in trace.dropped}
    front = ask(skodas)
    assert [group.name for group in front.shown] == ["Skoda: new", "Tatra: new"]
    assert said(front, skodas.service).startswith("Not shown: none of its members takes part in this channel.")


def test_a_stored_trace_of_it_says_the_same_when_asked_again(skodas: World) -> None:
    own(skodas, algorithm="cyclic", portion=1)
    trace = only(ask(skodas, "/skoda/")).trace
    assert replay(as_data(trace)).trace.chosen == trace.chosen


def test_the_weight_is_the_channels_even_as_its_form_has_it(skodas: World) -> None:
    assert only(ask(skodas, "/skoda/")).trace.chosen is not None
    point = ContactPoint.objects.get(pk=skodas.site.pk)
    point.weight = 4
    answer = ask(skodas, "/skoda/", point=point)
    assert (only(answer).trace.why, only(answer).trace.policy.weight) == ("full", 4)
    assert "A conversation takes 4 slots." in given_out(answer)


def test_whom_the_client_knows_comes_first(skodas: World) -> None:
    client = Contact.objects.create(name="Zoya", personal_manager=skodas.gleb)
    assert only(ask(skodas, "/skoda/")).trace.chosen == skodas.anna.pk
    assert only(ask(skodas, "/skoda/", client=client)).trace.chosen == skodas.gleb.pk
    client.personal_manager = None
    client.save()
    Visitor.objects.filter(pk=skodas.zoya.pk).update(contact=client)
    first = skodas.write(skodas.zoya)
    assignments.take(skodas.boris, first.pk, now=skodas.now)
    skodas.answer(skodas.boris, first)
    trace = only(ask(skodas, "/skoda/", client=client)).trace
    assert (trace.chosen, trace.waiting.talked) == (skodas.boris.pk, (skodas.boris.pk, skodas.now))
    general(last_operator_days=0)
    assert only(ask(skodas, "/skoda/", client=client)).trace.chosen == skodas.anna.pk


def test_the_presence_that_counts_is_the_policys(skodas: World) -> None:
    gone = ask(skodas, "/skoda/", at=skodas.now)
    assert gone.mode is Mode.DIRECT
    skodas.now += timedelta(hours=1)
    assert ask(skodas, "/skoda/").mode is Mode.REQUEST
    own(skodas, presence="status")
    answer = ask(skodas, "/skoda/")
    assert (answer.mode, only(answer).trace.chosen) == (Mode.DIRECT, skodas.anna.pk)
    assert "What counts: status only." in given_out(answer)


def test_the_place_in_the_queue_follows_from_rank_and_age(skodas: World) -> None:
    Operator.objects.update(limit=0)
    other = ContactPoint.objects.create(name="Other", priority=1)
    *_skodas, tatra = [skodas.write(skodas.arrive(), after=-600) for _number in range(3)]
    Conversation.objects.filter(pk=tatra.pk).update(group=skodas.tatra)
    answer = ask(skodas, "/skoda/")
    talk = only(answer)
    assert (talk.place, talk.length, talk.ahead, answer.rank) == (4, 4, 2, None)
    assert queue(answer, talk) == [
        "In the queue: number 4 of 4. 2 conversations of the group are served before it.",
    ]
    preferred = ask(skodas, "/skoda/", point=other)
    assert (only(preferred).place, only(preferred).ahead, preferred.rank) == (1, 0, 1)
    general(ageing_minutes=5)
    aged = ask(skodas, "/skoda/", point=other)
    assert (only(aged).place, aged.ageing) == (4, 5)
    assert afterwards(aged, only(aged)) == [
        "It waits. Whoever of those who take part is there and has room next is given it."
    ]


def test_what_happens_when_it_is_not_accepted_or_the_operator_leaves(skodas: World) -> None:
    policy = own(skodas, accept_seconds=90, reassign="off")

    def told(**fields: object) -> list[str]:
        DistributionPolicy.objects.filter(pk=policy.pk).update(**fields)
        answer = ask(skodas, "/skoda/")
        return afterwards(answer, only(answer))

    assert told() == [
        "Not accepted by Anna within 90 s, it goes back to the queue, and to somebody else first.",
        "Should Anna leave, it stays theirs.",
    ]
    assert told(accept_seconds=0)[0].startswith("It stays with Anna until accepted")
    assert told(accept="at_once")[0] == "Anna has accepted it at once."
    assert told(reassign="unanswered")[1].startswith("Should Anna leave before anybody has answered")
    assert told(reassign=None)[1].startswith("Should Anna leave with the visitor's message last")
    assert told(presence="status")[1].startswith("Only the status counts")


def test_a_policy_as_its_form_has_it(skodas: World) -> None:
    stored = own(skodas)
    form = DistributionPolicy.objects.get(pk=stored.pk)
    form.algorithm = "most_free"
    Operator.objects.filter(pk=skodas.gleb.pk).update(limit=9)
    tried = with_people(form, [], [], skodas.now)
    assert only(ask(skodas, "/skoda/", policy=tried)).trace.chosen == skodas.gleb.pk
    tried = with_people(form, [skodas.boris], [], skodas.now)
    assert only(ask(skodas, "/skoda/", policy=tried)).trace.chosen == skodas.boris.pk
    assert only(ask(skodas, "/skoda/")).trace.chosen == skodas.anna.pk


def test_the_general_policy_as_its_form_has_it(skodas: World) -> None:
    form = DistributionPolicy.objects.get(contact_point=None)
    form.algorithm = "most_free"
    Operator.objects.filter(pk=skodas.gleb.pk).update(limit=9)
    tried = with_people(form, [], [skodas.tatra], skodas.now)
    answer = ask(skodas, "/tatra/", policy=tried)
    assert only(answer).trace.chosen == skodas.vera.pk
    assert answer.policy.participants == {skodas.vera.pk}
    own(skodas, algorithm="least_loaded").operators.add(skodas.anna, skodas.gleb)
    assert only(ask(skodas, "/skoda/", policy=tried)).trace.chosen == skodas.anna.pk
