"""Files in and out: reading, saving, merging, folders and settings. Import the submodules."""
