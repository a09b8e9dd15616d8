"""The windows a receptionist sees."""
