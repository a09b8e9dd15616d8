"""The read queries, one file per subject. They give views; nothing here changes anything."""
