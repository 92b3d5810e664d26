"""Why, what if, how sure, and is it true?"""
