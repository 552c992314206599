"""The front page, the small print, and the addresses that machines ask for."""
