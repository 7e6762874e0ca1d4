"""What runs in Lambda, apart from the handlers: domain, inbox, steps, adapters. docs/architecture.md has the picture."""
