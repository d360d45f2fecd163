"""Who writes to us: an anonymous browser, and the client card it may be linked to (SPEC 1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, Right
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PHONE_DIGITS = 10
"""The last ones of a number tell whose it is; what stands before them everybody writes in another way."""

_DIGITS = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")


class Contact(models.Model):
    """A client card."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    note = models.TextField(_("note"), blank=True)
    personal_manager = models.ForeignKey(
        "helpdesk.Operator",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
        verbose_name=_("personal manager"),
        help_text=_("Gets this client's conversations whenever there and free."),
    )
    # {`ContactField.key`: value as `ContactField.read` gives it}; nothing stands for what is empty.
    extra = models.JSONField(_("more fields"), default=dict, db_default={}, blank=True)
    # Cards that somebody has told apart from this one, so that they are not proposed for a merge again.
    apart = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    # By these cards are recognised, however the address or the number is written.
    email_key = models.GeneratedField(
        expression=Lower("email"), output_field=models.CharField(max_length=254), db_persist=True
    )
    phone_key = models.GeneratedField(
        expression=Right(_DIGITS, PHONE_DIGITS), output_field=models.CharField(max_length=PHONE_DIGITS), db_persist=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["email_key"], name="contact_by_email"),
            models.Index(fields=["phone_key"], name="contact_by_phone"),
            # A search is answered in this order, and stops at the first ones.
            models.Index(fields=["name", "id"], name="contact_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Visitor(models.Model):
    contact_point = models.ForeignKey(
        "helpdesk.ContactPoint", on_delete=models.CASCADE, related_name="visitors", verbose_name=_("channel")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="visitors",
        verbose_name=_("contact"),
    )
    # Cards that somebody has told apart from this visitor, so that they are not proposed again.
    apart = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    page = models.CharField(_("page now"), max_length=2000, blank=True)
    page_title = models.CharField(_("page title"), max_length=200, blank=True)
    referrer = models.CharField(_("referrer"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("first seen"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")

    def __str__(self) -> str:
        known = self.contact.name if self.contact else self.name
        return known or _("Visitor %(number)s") % {"number": self.pk}
