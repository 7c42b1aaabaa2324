"""One change made to many claims: which claims, what change, what it would do."""
