"""Who may be the same person: said when registering, so that a patient is not filed twice."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Q

from clinic.common.caller import Caller
from patients.models import Patient
from patients.names import fold

LIKE = 0.6
"""Stricter than a search: two people who share a family name are not the same person."""


def likely_duplicates(patient: Patient, *, by: Caller) -> models.QuerySet[Patient]:
    """Other current patients with the same phone, or with a like name and nothing that speaks against it."""
    others = Patient.objects.visible_to(by).current().exclude(pk=patient.pk)
    name = fold(f"{patient.family_name} {patient.given_name}")
    alike = Q(search_name__trigram_word_similar=name, likeness__gte=LIKE) & _birth_may_agree(patient)
    same_phone = Q(phone=patient.phone) if patient.phone else Q(pk__in=[])
    others = others.annotate(likeness=TrigramWordSimilarity(name, "search_name"))
    return others.filter(alike | same_phone).order_by("family_name", "uuid")


def _birth_may_agree(patient: Patient) -> Q:
    if patient.birth_date is None:
        return Q()
    unknown = Q(birth_date__isnull=True) & (Q(birth_year__isnull=True) | Q(birth_year=patient.birth_date.year))
    return Q(birth_date=patient.birth_date) | unknown
