"""What the product knows: interviews, deliveries, questions. Standard library only; no AWS, no MIME, no template."""
