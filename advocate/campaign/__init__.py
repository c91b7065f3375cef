"""A campaign: what does it ask, whom for, how far is it, and which letters of it wait for a yes?"""
