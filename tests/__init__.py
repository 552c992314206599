"""The tests mirror the packages; architecture/ and journeys/ stand besides."""
