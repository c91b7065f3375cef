"""What can two organizers, or two partners, know together without handing over their lists?"""
