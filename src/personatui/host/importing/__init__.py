"""Importing customer personas from Markdown and YAML so that nothing is lost. Import the submodules."""
