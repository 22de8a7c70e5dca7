from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "photonest.people"
    label = "people"
