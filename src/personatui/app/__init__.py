"""The Textual application. Import the submodules."""
