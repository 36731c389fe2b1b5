"""Plain text: paragraphs, headings, quotations and content words."""
