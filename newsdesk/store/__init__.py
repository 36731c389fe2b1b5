"""What the desk remembers: in memory, or in a database."""
