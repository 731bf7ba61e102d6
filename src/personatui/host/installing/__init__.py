"""Installing plugins into the environment that runs personatui. Import the submodules; this package loads nothing."""
