"""A learned reader: a small transformer that tags sources, cues and contents and links them."""
