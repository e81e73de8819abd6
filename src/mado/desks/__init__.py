"""What waits for an office: work lists, cases, enquiries."""
