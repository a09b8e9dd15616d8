"""The computer: paths, settings, logging, the clock, start at login."""
