"""Supervisors' rules (SPEC 5.1 to 5.3): conditions and actions as data, judged without a database.

`engine.run` plays the rules for one event; `doubts.doubts` says which of them cannot do what they were made for.
"""
