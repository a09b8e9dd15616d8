"""The REST API: a second front end to the same services (contract section 5).

Nothing here is imported before the window is shown: workers/api_server.py imports it inside the API's own thread.
Only token_file and address, which need no framework, are used earlier.
"""
