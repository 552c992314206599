"""The conversation: asks, calls the recommender, shows the answer, keeps nothing."""
