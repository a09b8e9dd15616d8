"""The booking panel and the panel that moves an appointment."""
