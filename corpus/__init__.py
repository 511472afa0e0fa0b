"""Files become articles, articles become passages. Pure Python, no models."""
