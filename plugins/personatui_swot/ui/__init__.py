"""The screen of Jobs To Be Done; loaded when its tab is first opened."""
