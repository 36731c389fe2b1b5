"""Who is said to have said or done what."""
