"""Access tokens of schools and signed webhooks."""
