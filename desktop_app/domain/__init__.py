"""The clinic's rules: values and state machines. No I/O, no clock, no framework."""
