"""保険・納付: insurance money, recovery paid on, payments against it, servicers' reports."""
