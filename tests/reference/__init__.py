"""A second reader of `parse`, written from the semantics alone: plain, slow, and with nothing of the C core in it."""

from .reader import parse

__all__ = ["parse"]
