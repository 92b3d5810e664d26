"""What the selectors found, put into words for the desks: plain values, already fetched."""
