"""What shall we say, and is it true? Letters from templates, with figures that can be checked."""
