"""The screen of the experience map; loaded when its tab is first opened."""
