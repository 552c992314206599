"""What delivery costs, where to, and when it arrives."""
