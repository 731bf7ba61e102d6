"""The screen of the value proposition canvas; loaded when its tab is first opened."""
