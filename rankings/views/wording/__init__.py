"""What the pages say: names, numbers and whole sentences, each in the language that is active when it is asked."""
