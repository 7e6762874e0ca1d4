"""What a user answers to a mail: the new text, told from all that is none, and the commands in it."""
