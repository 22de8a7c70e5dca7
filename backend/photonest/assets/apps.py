from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "photonest.assets"
    label = "assets"
