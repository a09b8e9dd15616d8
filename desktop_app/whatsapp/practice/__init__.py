"""The pretend WhatsApp: a small web server and page for practice mode, the tour and the tests."""
