"""Stanchion: a company's constitution as code."""

__version__ = "0.1.0"
