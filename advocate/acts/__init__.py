"""What was done elsewhere, by phone, on paper or in a room, and what came back?"""
