"""What makes a methodology version sound, and how a draft of one is edited. Plain Python."""
