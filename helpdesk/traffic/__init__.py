"""Visitors and operators of flesh and code: clients of docs/PROTOCOL.md and docs/INBOX_SOCKET.md over real sockets.

They know the product only from outside. The simulation, the benches and the chaos tests share them.
"""
