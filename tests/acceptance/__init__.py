"""What the shop promises, asked from outside: over HTTP, at a terminal and with input of every bad kind."""
