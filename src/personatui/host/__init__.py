"""Plugins and the session, beneath app and command line. Import the submodules; this package loads nothing."""
