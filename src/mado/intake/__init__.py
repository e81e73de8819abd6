"""Lists that offices bring: mapped, previewed, written, undone."""
