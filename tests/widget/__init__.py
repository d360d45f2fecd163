"""The visitor's widget: its size, and a driver that uses it as a visitor does."""
