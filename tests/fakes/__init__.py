"""Hand-written stand-ins for the world around the code under test."""
