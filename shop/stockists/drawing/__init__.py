"""The map of a few shops, drawn by the server: pure functions from points to shapes, names and pins."""
