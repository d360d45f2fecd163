"""Where an address is: own ranges first, then a database on disk; and what places are called. Docs: docs/GEO.md."""
