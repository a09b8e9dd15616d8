"""The calls of contract section 5, one file per thing."""
