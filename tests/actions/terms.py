"""What a supervisor sets, in one line."""

from typing import Any

from helpdesk.models import ContactPoint, DistributionPolicy, Operator, OperatorGroup


def general(**terms: Any) -> DistributionPolicy:
    """The general policy with these terms, or its own fields."""
    return _set(DistributionPolicy.objects.get(contact_point=None), terms)


def of(point: ContactPoint, **terms: Any) -> DistributionPolicy:
    """The channel's own policy with these terms; made where it is missing."""
    return _set(DistributionPolicy.objects.get_or_create(contact_point=point)[0], terms)


def bind(policy: DistributionPolicy, *whom: Operator | OperatorGroup) -> None:
    """These, and nobody else, are named as participants."""
    policy.operators.set([one for one in whom if isinstance(one, Operator)])
    policy.groups.set([one for one in whom if isinstance(one, OperatorGroup)])


def _set(policy: DistributionPolicy, terms: dict[str, Any]) -> DistributionPolicy:
    for name, value in terms.items():
        setattr(policy, name, value)
    policy.save()
    return policy
