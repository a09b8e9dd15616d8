"""The day at a glance: one column for each doctor, the keys that move patients through it."""
