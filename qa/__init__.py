"""A question becomes a cited answer, or an honest refusal."""
