"""Programs of schools: access tokens that read a school's own data, and webhooks that tell of its events."""
