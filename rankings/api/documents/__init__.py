"""The documents that the API answers with, as types: mypy holds the code to them, and the schema is made from them."""
