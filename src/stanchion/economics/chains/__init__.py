"""Money through entities: a payee that is an entity pays on by its own terms, rings included."""
