"""Django's admin with the clinic's own site instead of the default one."""

from django.contrib.admin.apps import AdminConfig


class ClinicAdminConfig(AdminConfig):
    default_site = "clinic.practice.admin_site.ClinicAdminSite"
