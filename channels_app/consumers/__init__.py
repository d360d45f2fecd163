"""WebSockets: one file for each kind of person at the other end."""
