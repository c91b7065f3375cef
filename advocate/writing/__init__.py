"""From one address to logged letters: who gets one, by which template, as which files?"""
