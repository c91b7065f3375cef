"""Which official is meant, whom do they serve, and what is known of them better than published?"""
