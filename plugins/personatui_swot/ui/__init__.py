"""The screen of SWOT; loaded when its tab is first opened."""
