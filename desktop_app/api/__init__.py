"""The REST API: a second front end to the same services. The only room that knows FastAPI."""
