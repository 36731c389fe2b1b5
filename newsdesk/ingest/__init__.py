"""Brings articles in: files, folders, pages of the web; each as a value, or a value that says why not."""
