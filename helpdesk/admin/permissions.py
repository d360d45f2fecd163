"""What supervisors may do in the admin: everything but keeping user accounts, which is the owner's (superuser's)."""

import rules

from helpdesk.rules import is_supervisor

CONFIGURATION = (
    "automation",
    "ban",
    "category",
    "contact",
    "contactfield",
    "contactpoint",
    "deal",
    "distributionpolicy",
    "holdscenario",
    "holdstep",
    "iprange",
    "menu",
    "menuoption",
    "operator",
    "operatorgroup",
    "operatorstatus",
    "quickreply",
    "regionset",
    "reinforcement",
    "schedule",
    "scheduleexception",
    "servicepolicy",
    "stage",
    "webhook",
)
TO_LOOK_AT = ("conversation", "visitor")

# The admin asks for the app as a whole before it shows any of it.
rules.add_perm("helpdesk", is_supervisor)
for model in CONFIGURATION:
    for verb in ("view", "add", "change", "delete"):
        rules.add_perm(f"helpdesk.{verb}_{model}", is_supervisor)
for model in TO_LOOK_AT:
    rules.add_perm(f"helpdesk.view_{model}", is_supervisor)
