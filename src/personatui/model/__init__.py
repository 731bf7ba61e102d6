"""The words of personatui as frozen, validated data. Import the submodules; this package loads nothing."""
