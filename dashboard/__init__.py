"""What people see and programs pull: a folder a page."""
