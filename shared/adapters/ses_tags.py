"""The tags on every mail that leaves, by which SES's events name its Delivery again."""

from __future__ import annotations

TAG_DELIVERY = "foreword-delivery"
TAG_USER = "foreword-user"
