"""The only code that knows AWS or Jinja2. Each adapter fills one port of shared/domain/ports.py."""
