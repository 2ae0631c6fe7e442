"""Money over time: distributions one after the other, and what must be given back."""
