"""The Word templates of this office and the script that first drew them."""
