"""The paths of the pages that span the apps, below ``/admin/``; each names the permission that opens it."""

from django.urls import URLPattern

app_name = "workplace"

urlpatterns: list[URLPattern] = []
