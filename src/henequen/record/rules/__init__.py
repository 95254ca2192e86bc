"""Rules that derive views from claims: resolution, status, counterparty, follow-up."""
