"""Measuring the product as it runs: own processes, own database, real sockets. One file per bench name."""
