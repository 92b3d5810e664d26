"""How fast it is, as ratios: each row is measured beside something known, in the same run on the same machine."""
