from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "photonest.providers"
    label = "providers"
