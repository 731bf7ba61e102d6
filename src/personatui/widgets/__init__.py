"""Reusable Textual widgets on the model alone. Import the submodules."""
