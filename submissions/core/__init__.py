"""When a State may send figures. Plain Python: no Django, no clock, no settings."""
