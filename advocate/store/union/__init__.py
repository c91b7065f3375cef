"""How do two logs become one: the same union whichever way round, twice the same as once, and taken back if need be?"""
