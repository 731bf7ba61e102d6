"""The screen of the Customer Persona Canvas; loaded when its tab is first opened."""
