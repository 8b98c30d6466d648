"""Finds the claims in a clinic's text and shows the study design behind each."""

__version__ = "0.1.0"
