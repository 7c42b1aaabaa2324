"""入金: the lines of the banks, files taken in, direct debits."""
