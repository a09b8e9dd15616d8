"""The doctor's page: the patient in the room, the follow-up, who is next."""
