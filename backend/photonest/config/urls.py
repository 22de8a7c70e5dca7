"""Addresses: the API, pictures, health, and the app for everything else."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
