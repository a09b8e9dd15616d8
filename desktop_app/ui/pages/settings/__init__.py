"""The few things a clinic decides once."""
