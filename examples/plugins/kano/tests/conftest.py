"""Tests neither read nor change the settings of whoever runs them."""

from personatui.testing.fixtures import personatui_settings as personatui_settings
