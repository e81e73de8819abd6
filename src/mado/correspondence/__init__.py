"""Threads, replies by mail, digests, calendar feeds."""
