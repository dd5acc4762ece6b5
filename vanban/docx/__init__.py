"""Word files: bytes → checked parts, template → compiled template → .docx, .docx → resolved."""
