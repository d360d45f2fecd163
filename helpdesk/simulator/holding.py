"""What steps of a hold scenario do beside their words, in brackets behind them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from routing.holds import HoldAction

HOLD_ACTIONS: Mapping[HoldAction, str | Promise] = {
    HoldAction.OFFER_REQUEST: _("[offers the request form]"),
    HoldAction.OFFER_CALLBACK: _("[offers a call at a convenient time, or the request form]"),
    HoldAction.FALLBACK: _("[moves to the fallback group]"),
    HoldAction.RELEASE: _("[takes it from whoever has not accepted]"),
}
