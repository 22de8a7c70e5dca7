from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "photonest.search"
    label = "search"
