"""The PDF of a resolved document: flow (→ HTML), print (HTML → PDF), pages (PDF → pictures)."""
