from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "photonest.accounts"
    label = "accounts"
