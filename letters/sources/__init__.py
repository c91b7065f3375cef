"""How do published statistics become the bundled figures? One module a publisher."""
