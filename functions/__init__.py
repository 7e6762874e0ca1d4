"""One Lambda handler a file: unwrap the event, call one step."""
