"""Calendar text to events and instants (RFC 5545, RFC 5546): lines, values, zones, rules, and which event is meant."""
