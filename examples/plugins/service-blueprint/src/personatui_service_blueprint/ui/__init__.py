"""The screen of the blueprint; imported by the workbench alone, when its tab is first opened."""
