"""Staging: reported rows coded, checked and adjusted for one period."""
