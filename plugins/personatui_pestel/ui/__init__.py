"""The screen of PESTEL; loaded when its tab is first opened."""
