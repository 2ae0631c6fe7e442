"""What was used: counted per key, model and day, priced, and handed to the engine of money."""
