"""Frictionless Data Packages (specification 1): CSV files with a descriptor that says what every column may hold."""
