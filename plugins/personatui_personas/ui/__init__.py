"""The screen of all personas; loaded when its tab is first opened."""
