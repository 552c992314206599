"""What we know: the articles, answers and recipes people read before they think of buying anything."""
