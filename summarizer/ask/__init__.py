"""Questions: understood, looked up and answered with cited statements."""
