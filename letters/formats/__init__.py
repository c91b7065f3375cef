"""Which form does a letter take? One module a form; each has one function from a Letter to it."""
