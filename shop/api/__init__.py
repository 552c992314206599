"""What programs and other sites can use: the description of the API, its page, and the guide to embed."""
