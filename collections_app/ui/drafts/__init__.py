"""What is typed and not yet registered, kept in a small file so that it survives a crash."""
