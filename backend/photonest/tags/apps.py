from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "photonest.tags"
    label = "tags"
