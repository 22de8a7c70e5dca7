from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "photonest.jobs"
    label = "jobs"
