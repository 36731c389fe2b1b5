"""The desk: use cases between the chat channels and the summarizer."""
