"""What an installation needs for 1, 100 or 10,000 workshops at once, from the bench's own figures; docs/scaling.md explains it."""
