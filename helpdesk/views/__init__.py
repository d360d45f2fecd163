"""The operators' pages: reading, rendering, and handing what was asked to `helpdesk.actions`."""
