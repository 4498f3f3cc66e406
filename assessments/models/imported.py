"""Where an imported record came from, so that importing the same file twice writes nothing twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Imported(models.Model):
    """A record that may come from a file: the source's name, the record's key within it, a hash of what it said.

    The hash tells a repeated import from one whose content has changed since.
    """

    source = models.CharField(_("imported from"), max_length=80, blank=True, editable=False)
    source_key = models.CharField(_("key in the source"), max_length=200, blank=True, editable=False)
    source_sha256 = models.BinaryField(max_length=32, default=bytes, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "source", "source_key"],
                condition=~Q(source=""),
                name="%(app_label)s_%(class)s_imported_once",
                violation_error_message=_("This record of the source was imported before."),
            ),
        ]
