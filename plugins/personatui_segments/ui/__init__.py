"""The screen of segments; loaded when its tab is first opened."""
