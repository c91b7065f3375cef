"""The people on our lists: how do they join, change and leave, and in which districts do they live?"""
