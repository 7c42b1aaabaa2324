"""関係人: the list of people, the page of one person, name-matching, death and heirs."""
