"""Gongdao (公道): escrow and dispute resolution for custom work."""

__version__ = "0.1.0"
