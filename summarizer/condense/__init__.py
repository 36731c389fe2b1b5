"""From statements to lines of a brief, by deletion or by a model behind the evidence guard."""
