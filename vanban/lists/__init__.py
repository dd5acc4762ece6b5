"""What is done with a list around the making of its papers: the check before, tables after."""
