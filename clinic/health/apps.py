from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "clinic.health"
    label = "health"
