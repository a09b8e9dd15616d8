"""Qt threads: tasks, WhatsApp sessions, the API's server, the scheduler, the single instance."""
