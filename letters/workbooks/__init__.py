"""How do the department's own public workbooks become figures? Read, look at what would change, then add."""
