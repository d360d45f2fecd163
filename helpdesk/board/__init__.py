"""What decides who is shown to whom, kept in each web process's memory, so that a page view costs no query (SPEC 2)."""
