"""How dates and times are written, where the language's own habit would be ambiguous."""
