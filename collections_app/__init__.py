"""collections_app: the subrogated claims (求償権) of a Japanese credit guarantee corporation."""
