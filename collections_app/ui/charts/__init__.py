"""Charts drawn with the tokens of `look`: they can be read without colour and without a mouse."""
