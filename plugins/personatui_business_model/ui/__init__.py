"""The screen of the Business Model Canvas; loaded when its tab is first opened."""
