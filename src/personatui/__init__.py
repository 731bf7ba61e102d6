"""personatui: a terminal workbench for customer personas kept as text in git."""
