"""Who waits for what to be back: they ask, say yes in a mail, are told once, and are forgotten."""
