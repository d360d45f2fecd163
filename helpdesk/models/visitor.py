"""Who writes to us: an anonymous browser, and the client card it may be linked to (SPEC 1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

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
