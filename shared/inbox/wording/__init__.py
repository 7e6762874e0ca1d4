"""The words that mail and calendar programs write, in every language that we read. Data, and one lookup each."""
