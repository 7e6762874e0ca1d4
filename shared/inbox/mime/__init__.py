"""A mail taken apart (RFC 5322, RFC 2045 to 2047): its parts, their bytes as text, and where in it a calendar is."""
