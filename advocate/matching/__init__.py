"""Who is the same person? Names compared, the ladder of evidence, and likely pairs across a whole list."""
