from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "photonest.events"
    label = "events"
