"""Wiring of the doors: committed facts are pushed to open screens."""

from django.apps import AppConfig


class ChannelsAppConfig(AppConfig):
    name = "channels_app"

    def ready(self) -> None:
        from channels_app import publisher  # needs the models

        publisher.connect()
