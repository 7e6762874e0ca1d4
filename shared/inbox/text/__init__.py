"""A meeting from the words of a mail whose calendar part is gone: labels, subjects, markup, links."""
