"""Which letters may go by e-mail, how do they go, and what became of each?"""
