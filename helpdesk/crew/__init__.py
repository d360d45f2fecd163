"""The processes of a running system, as the Procfile lists them, each kept alive. Pure Python, no Django."""
