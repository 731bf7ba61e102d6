"""One renderer each for reports, persona cards and findings. Import the submodules; this package loads nothing."""
