"""Doors: websockets and the widget's HTTP. They let people in and decide nothing."""
