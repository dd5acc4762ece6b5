"""What is said to people, by area, put together in `problems.SENTENCES`: code → sentence."""
