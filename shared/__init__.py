"""What runs in Lambda, but for the handlers: domain, inbox, steps, adapters. See docs/architecture.md."""
