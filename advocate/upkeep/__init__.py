"""What do we hold of others' data, how old is it, and what is wrong with it?"""
