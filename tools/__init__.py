"""What makes parts of the project by hand; nothing imports it, and it is not shipped."""
